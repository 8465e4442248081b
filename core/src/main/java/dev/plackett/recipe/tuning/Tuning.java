package dev.plackett.recipe.tuning;

import dev.plackett.data.Branch;
import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Listener;
import dev.plackett.io.Json;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.CheckpointedTraining;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.TrainedModel;
import dev.plackett.report.ContentHash;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.MovingReference;
import dev.plackett.train.TrainingLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.node.ObjectNode;

/**
 * Trains a model on a user's file in three stages: rows become tokens, the reference policy scores them (where the objective asks for one), the model
 * trains. Tokens are kept, not made again, since a template may print the date.
 */
final class Tuning {

    private static final String READING = "rows";
    private static final String ROWS = "rows.jsonl";
    private static final String SHOWN = "first-row.json";

    private final TuningPlan plan;
    private final RunContext context;
    private final Listener listener;
    private final ModelFolder model;
    private final ScalarType compute;
    private final Objective objective;
    private final Seeds seeds;

    private Tuning(TuningPlan plan, RunContext context) {
        this.plan = plan;
        this.context = context;
        this.listener = context.listener();
        this.model = ModelFolder.open(plan.model(), context.folder().path().resolve("inputs"));
        this.compute = plan.training().precision().compute();
        this.objective = plan.objective();
        this.seeds = Seeds.of(plan.seed());
    }

    static Conclusion run(TuningPlan plan, RunContext context) throws Exception {
        return new Tuning(plan, context).run();
    }

    private Conclusion run() throws Exception {
        context.folder().provenance("compute", compute.toString());
        if (context.folder().result(READING).isEmpty()) {
            check();
        }
        ContentHash from = ContentHash.none().path("model", model.path(), context.digests()).text("compute", compute);
        Path rowsFolder = context.stage(READING, 0, hashOfFiles(from), this::rows);
        List<TuningRow> rows = TuningRow.read(rowsFolder.resolve(ROWS));
        List<Example<TokenBatch>> examples = examples(rows, rowsFolder, from);
        List<Example<TokenBatch>> train = new ArrayList<>();
        List<Example<TokenBatch>> heldOut = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            (rows.get(i).heldOut() ? heldOut : train).add(examples.get(i));
        }
        ContentHash inputs = from.path("rows", rowsFolder, context.digests()).text("objective", objective);
        Path trained = context.stage("train", 0, plan.training().syncRefModel() ? inputs.path("reference", referenceFolder(), context.digests()) : inputs,
            stage -> train(rows, train, heldOut, stage));
        Path result = trained.resolve("model");
        Conclusion conclusion = new Conclusion(TuningReport.of(plan, context.folder().metrics(), Json.object(rowsFolder.resolve(SHOWN)), result), List.of(),
            List.of(plan.seed())).result("model", result);
        return plan.training().lora().on() ? conclusion.result("adapter", trained.resolve("adapter")) : conclusion;
    }

    /** What is wrong with the models shows before long work is done. */
    private void check() {
        Decoder.check(model.path());
        if (plan.referenced() && plan.reference().isPresent()) {
            Decoder.check(referenceFolder());
        }
    }

    private ContentHash hashOfFiles(ContentHash from) {
        ContentHash hash = from.path("data", plan.rows().data(), context.digests());
        return plan.rows().evalData().isPresent() ? hash.path("eval_data", plan.rows().evalData().get(), context.digests()) : hash;
    }

    private void rows(Stage stage) throws IOException {
        try (RowReader reader = new RowReader(plan.form(), plan.rows(), plan.limit(), model)) {
            RowReader.Content data = reader.read(plan.rows().data());
            boolean[] held = plan.rows().evalData().isPresent() ? new boolean[data.rows().size()]
                : HeldOut.choose(data.groups(), plan.rows().heldOut(), seeds);
            List<TuningRow> rows = new ArrayList<>();
            for (int i = 0; i < held.length; i++) {
                rows.add(new TuningRow(data.lines().get(i), held[i], data.rows().get(i), data.data().get(i)));
            }
            if (plan.rows().evalData().isPresent()) {
                RowReader.Content more = reader.read(plan.rows().evalData().get());
                for (int i = 0; i < more.rows().size(); i++) {
                    rows.add(new TuningRow(more.lines().get(i), true, more.rows().get(i), more.data().get(i)));
                }
            }
            TuningRow.write(stage.file(ROWS), plan.form() == Form.LABELLED ? Mismatched.answers(rows, plan.limit().most(model.shape().maxPositions())) : rows);
            show(reader, data, rows, stage);
        }
    }

    /** Tells what was found, with the first row as the model reads it. */
    private void show(RowReader reader, RowReader.Content data, List<TuningRow> rows, Stage stage) throws IOException {
        long held = rows.stream().filter(TuningRow::heldOut).count();
        long tokens = rows.stream().mapToLong(r -> r.row().tokens()).sum();
        String counts = (rows.size() - held) + " train, " + held + " held out, " + tokens + " tokens; passed over: " + reader.passedOver();
        ObjectNode shown = Json.object().put("schema", data.schema()).put("counts", counts).put("prompt", reader.spelled(data.rows().get(0).prefix()));
        data.rows().get(0).branches().stream().map(Branch::ids).map(reader::spelled).forEach(shown.putArray("answers")::add);
        Files.writeString(stage.file(SHOWN), shown.toString());
        listener.info(data.schema());
        listener.info(counts);
        listener.info("line " + data.lines().get(0) + " as the model reads it: " + shown.path("prompt") + ", then "
            + String.join(" or ", shown.path("answers").valueStream().map(Object::toString).toList()));
        if (!reader.bad().isEmpty()) {
            listener.warn(reader.bad().size() + " bad rows were passed over; the first: " + reader.bad().get(0));
        }
        listener.metrics("rows", Map.of(), Map.of("train", (double) rows.size() - held, "held_out", (double) held, "tokens", (double) tokens,
            "bad", (double) reader.bad().size(), "cut", (double) reader.cut(), "same", (double) reader.same(), "split", (double) reader.split(),
            "truncated", (double) reader.truncated(), "tokens_lost", (double) reader.lost()));
        if (RewardRows.meant(objective.needs())) {
            RewardRows.look(rows, listener);
        }
    }

    /** Rows as units, with the reference's log-likelihoods where the objective reads them. */
    private List<Example<TokenBatch>> examples(List<TuningRow> rows, Path rowsFolder, ContentHash from) throws Exception {
        List<double[]> reference = plan.referenced() && !plan.training().syncRefModel() ? reference(rows, rowsFolder, from) : List.of();
        List<Example<TokenBatch>> out = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Columns columns = plan.form().columns(rows.get(i).data());
            if (objective.needs().columns().contains(Column.GROUP)) {
                // A row is a prompt of its own, trained on or held out, in every epoch.
                double[] row = new double[rows.get(i).row().branches().size()];
                Arrays.fill(row, i);
                columns = columns.with(Column.GROUP, row);
            }
            out.add(new Example<>(TokenBatch.of(rows.get(i).row()), reference.isEmpty() ? columns : columns.with(Column.REFERENCE, reference.get(i))));
        }
        return out;
    }

    private List<double[]> reference(List<TuningRow> rows, Path rowsFolder, ContentHash from) throws Exception {
        Path policy = referenceFolder();
        String name = "reference";
        Want want = new Want(objective.needs().grain(), Set.of());
        ContentHash inputs = from.path("rows", rowsFolder, context.digests()).path("reference", policy, context.digests()).text("grain", want.grain());
        Path folder = context.stage(name, 0, inputs, stage ->
            ReferenceShards.compute(policy, compute, rows, want, plan.training().microBatchTokens(), stage, listener, name));
        return ReferenceShards.read(folder);
    }

    private void train(List<TuningRow> rows, List<Example<TokenBatch>> train, List<Example<TokenBatch>> heldOut, Stage stage) {
        Training how = plan.training();
        stage.keepCheckpoints(how.saveTotalLimit(), step -> step % how.saveSteps() == 0);
        Optional<DisplacementWatch> watch = DisplacementWatch.open(plan, rows, model.path(), referenceFolder(), compute, stage);
        try (Scope scope = Scope.open(); TrainedModel policy = TrainedModel.open(model.path(), how.lora(), compute, seeds, how.activationCheckpointing())) {
            CausalScorer scorer = new CausalScorer(policy.scored());
            if (how.syncRefModel()) {
                try (Decoder followed = policy.followed(referenceFolder(), how.lora(), compute)) {
                    MovingReference<TokenBatch> reference = new MovingReference<>(new CausalScorer(followed), followed.parameters(), how.refModelMixupAlpha(),
                        how.refModelSyncSteps(), how.microBatchTokens());
                    train(policy, TrainingLoop.over(train, scorer, policy.parameters(), how.settings(), seeds, reference), train.size(), heldOut, watch, stage);
                }
            } else {
                train(policy, TrainingLoop.over(train, scorer, policy.parameters(), how.settings(), seeds), train.size(), heldOut, watch, stage);
            }
        }
    }

    private Path referenceFolder() {
        return plan.reference().map(Path::of).orElse(model.path());
    }

    private void train(TrainedModel policy, TrainingLoop<TokenBatch> opened, int units, List<Example<TokenBatch>> heldOut,
        Optional<DisplacementWatch> watch, Stage stage) {
        Training how = plan.training();
        try (TrainingLoop<TokenBatch> loop = opened) {
            CheckpointedTraining.run(loop, objective, "train", Map.of(), stage, listener, how.saveSteps(), steps -> {
                if (how.evaluates(steps, units)) {
                    Map<String, Double> found = heldOut.isEmpty() ? Map.of() : loop.evaluate(heldOut, objective, stage.stop());
                    watch.ifPresent(w -> w.look(steps, policy.scored(), listener));
                    if (!found.isEmpty()) {
                        listener.metrics("evaluation", Map.of("step", steps), found);
                    }
                }
            });
            policy.save(stage.file("model"), stage.file("adapter"));
        }
    }
}
