package dev.plackett.recipe.tuning;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.OnPolicyness;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.recipe.DisplacementRows;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Follows some pairs and some of the reference's own answers through a training (specification of the differential information distribution, 2.5):
 * drawn and
 * scored under the reference once, kept in the stage, scored under the policy at every evaluation.
 */
final class DisplacementWatch {

    private static final String FILE = "watched.jsonl";
    private static final int RESAMPLES = 1000;

    private final TuningPlan plan;
    private final StopSignal stop;
    private final List<WatchedPair> pairs;
    private final List<String> names;
    private final List<Row> drawn;
    private final List<String> drawnFor;
    private final double[] reference;
    private final Bootstrap bootstrap;

    private DisplacementWatch(TuningPlan plan, List<WatchedPair> pairs, List<String> names, List<ObjectNode> kept, StopSignal stop) {
        this.plan = plan;
        this.stop = stop;
        this.pairs = pairs;
        this.names = names;
        this.drawn = kept.stream().map(DisplacementWatch::row).skip(rows(pairs).count()).toList();
        this.drawnFor = names.stream().distinct().limit(drawn.size()).toList();
        this.reference = kept.stream().flatMapToDouble(k -> k.get("reference_logps").valueStream().mapToDouble(JsonNode::doubleValue)).toArray();
        this.bootstrap = new Bootstrap(RESAMPLES, 0.95, plan.seed());
    }

    /**
     * Begins, or goes on with what the stage has kept.
     *
     * @param rows      all rows of the training
     * @param model     the folder of the model that trains, with its tokenizer
     * @param reference the reference's folder
     * @return empty where there is nothing to follow
     */
    static Optional<DisplacementWatch> open(TuningPlan plan, List<TuningRow> rows, Path model, Path reference, ScalarType compute, Stage stage) {
        List<WatchedPair> pairs = Stream.of(true, false).flatMap(held -> some(plan, rows.stream().filter(r -> r.heldOut() == held).toList(), held)
            .stream()).toList();
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = PromptNames.of(pairs.stream().map(p -> p.rows().get(0)).toList(), i -> Integer.toString(i));
        Path file = stage.shard(FILE, target -> JsonLines.write(target, ask(plan, pairs, names, model, reference, compute, stage.stop()).stream()));
        return Optional.of(new DisplacementWatch(plan, pairs, names, JsonLines.read(file), stage.stop()));
    }

    /** Scores all of it under the policy and tells. */
    void look(long step, CausalModel policy, Listener listener) {
        double[] now = score(plan, policy, Stream.concat(rows(pairs), drawn.stream()).toList(), stop);
        List<ScoredPair> heldOut = new ArrayList<>();
        List<ScoredPair> train = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            (pairs.get(i).heldOut() ? heldOut : train).add(new ScoredPair(names.get(i), scored(now, 2 * i, pairs.get(i).chosen()),
                scored(now, 2 * i + 1, pairs.get(i).rejected())));
        }
        List<PromptSamples> samples = new ArrayList<>();
        int at = 2 * pairs.size();
        for (int p = 0; p < drawn.size(); p++) {
            int from = at;
            List<Branch> answers = drawn.get(p).branches();
            samples.add(new PromptSamples(drawnFor.get(p), IntStream.range(0, answers.size()).mapToObj(k -> scored(now, from + k, answers.get(k)))
                .toList()));
            at += answers.size();
        }
        SampleSet own = new SampleSet(Proposal.reference(), samples);
        List<ScoredPair> compared = Stream.concat(heldOut.stream(), train.stream()).filter(p -> drawnFor.contains(p.prompt())).toList();
        DisplacementRows.emit(DisplacementPanel.of(train, heldOut, own, OnPolicyness.of(compared, own, plan.seed()).offPolicy(), plan.beta(), bootstrap),
            Map.of("step", step), listener);
    }

    private Scored scored(double[] now, int at, Branch answer) {
        return Scored.of(now[at], reference[at], answer.scoredLength());
    }

    /** As many as are wanted, at random, in the file's order. */
    private static List<WatchedPair> some(TuningPlan plan, List<TuningRow> rows, boolean held) {
        List<WatchedPair> all = plan.form().watched(rows);
        int[] order = Seeds.of(plan.seed()).at("watched").at(Boolean.toString(held)).permutation(all.size());
        return Arrays.stream(order).limit(plan.watched().pairs()).sorted().mapToObj(all::get).toList();
    }

    /** One or two rows of each pair, with two answers together. */
    private static Stream<Row> rows(List<WatchedPair> pairs) {
        return pairs.stream().flatMap(p -> p.rows().stream());
    }

    /** Pairs and then the reference's answers, with its log-likelihoods. */
    private static List<ObjectNode> ask(TuningPlan plan, List<WatchedPair> pairs, List<String> names, Path model, Path folder, ScalarType compute,
        StopSignal stop) {
        Map<String, int[]> prompts = new LinkedHashMap<>();
        IntStream.range(0, pairs.size()).forEach(i -> prompts.putIfAbsent(names.get(i), pairs.get(i).rows().get(0).prefix()));
        List<int[]> asked = prompts.values().stream().limit(plan.watched().prompts()).toList();
        int longest = rows(pairs).flatMap(r -> r.branches().stream()).mapToInt(b -> b.ids().length).max().orElseThrow();
        int k = plan.watched().samples();
        try (Scope scope = Scope.open(); Decoder policy = Decoder.frozen(folder, compute); Tokenizer tokenizer = Tokenizer.open(model)) {
            Sampling sampling = Sampling.at(1, longest, Arrays.stream(tokenizer.stops()).boxed().collect(Collectors.toSet()));
            List<Continuation> all = new CausalGenerator(policy, Math.max(k, 64), stop).generate(Prompt.of(asked), k, sampling, Seeds.of(plan.seed())
                .at("watched"), n -> { });
            List<Row> rows = new ArrayList<>(rows(pairs).toList());
            for (int p = 0; p < asked.size(); p++) {
                rows.add(new Row(asked.get(p), all.subList(p * k, (p + 1) * k).stream().map(c -> Branch.of(c.ids())).toList()));
            }
            double[] logps = score(plan, policy, rows, stop);
            int[] at = {0};
            return rows.stream().map(r -> json(r, Arrays.copyOfRange(logps, at[0], at[0] += r.branches().size()))).toList();
        }
    }

    private static double[] score(TuningPlan plan, CausalModel model, List<Row> rows, StopSignal stop) {
        return Scoring.all(new CausalScorer(model), rows.stream().map(TokenBatch::of).toList(), Want.SEQUENCES, plan.training().microBatchTokens(), stop)
            .values();
    }

    private static ObjectNode json(Row row, double[] logps) {
        ObjectNode json = Json.object();
        json.set("prompt_ids", Json.MAPPER.valueToTree(row.prefix()));
        json.set("answers", Json.MAPPER.valueToTree(row.branches().stream().map(Branch::ids).toList()));
        json.set("reference_logps", Json.MAPPER.valueToTree(logps));
        return json;
    }

    private static Row row(JsonNode json) {
        return Row.of(ints(json.get("prompt_ids")), json.get("answers").valueStream().map(DisplacementWatch::ints).toArray(int[][]::new));
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
