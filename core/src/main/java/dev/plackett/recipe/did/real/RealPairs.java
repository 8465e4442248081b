package dev.plackett.recipe.did.real;

import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.judge.Judge;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.CheckpointedTraining;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Projection;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * R10: the same diagnosis on real pairs. The model that ships answers prompts five times, a ranker chooses best and worst, and DPO, two variants that
 * keep the chosen answers likely and SPPO are trained on them and compared at equal KL. Reported only: there is no threshold. All in float32, since
 * log-ratios are small.
 *
 * @param config sizes
 */
public record RealPairs(RealConfig config) implements Experiment {

    static final String SERIES = "did/real";
    private static final String FILE = "seen.jsonl";
    private static final String PAIRS = "pairs.jsonl";
    private static final String REFERENCE = "reference";
    private static final int CHECKPOINT_STEPS = 50;
    private static final long TOKENS = 768;

    @Override
    public String name() {
        return "R10";
    }

    @Override
    public String title() {
        return "Real pairs: DPO, DPO-PG, DPO + NLL and SPPO at equal KL";
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return configured.subList(0, Math.min(config.runs(), configured.size()));
    }

    @Override
    public int seedsWanted() {
        return 3;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        Path base = ModelFolder.open(ModelFolder.EMBEDDED, context.folder().path().resolve("inputs")).path();
        for (long seed : seeds) {
            new OneSeed(context, base, seed).run();
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new RealFindings(config, new RealRuns(metrics.series(SERIES), metrics.series("train").where("experiment", name()), seeds)).findings();
    }

    /** The stages of one seed. */
    private final class OneSeed {

        private final RunContext context;
        private final Path base;
        private final long seed;
        private final Seeds seeds;
        private final ContentHash from;

        OneSeed(RunContext context, Path base, long seed) {
            this.context = context;
            this.base = base;
            this.seed = seed;
            seeds = Seeds.of(seed).at("real");
            from = ContentHash.none().path("base", base, context.digests());
        }

        void run() throws Exception {
            Path drawn = context.stage(stage("pairs"), 15, from, stage -> stage.shard(PAIRS, file -> RealRow.write(file, draw())));
            ContentHash withPairs = from.path("pairs", drawn.resolve(PAIRS), context.digests());
            List<RealRow> pairs = RealRow.read(drawn.resolve(PAIRS));
            Path chosen = context.stage(stage("model of the chosen"), 8, withPairs, stage -> side(pairs, true, stage));
            Path rejected = context.stage(stage("model of the rejected"), 8, withPairs, stage -> side(pairs, false, stage));
            Path seen = context.stage(stage(REFERENCE), 10,
                withPairs.path("chosen", chosen, context.digests()).path("rejected", rejected, context.digests()), stage -> {
                    List<RealRow> rows = RealRow.read(stage.shard(FILE, file -> RealRow.write(file, see(pairs, chosen, rejected))));
                    try (Scope scope = Scope.open(); Measuring measuring = new Measuring(rows)) {
                        measuring.emit(measuring.reference, REFERENCE, 0);
                    }
                });
            ContentHash withSeen = withPairs.path("seen", seen.resolve(FILE), context.digests());
            List<RealRow> rows = RealRow.read(seen.resolve(FILE));
            for (RealMethod method : RealMethod.values()) {
                context.stage(stage(method.title()), 30, withSeen, stage -> train(method, rows, stage));
            }
        }

        private String stage(String what) {
            return name() + ", seed " + seed + ": " + what;
        }

        /** Training pairs, held-out pairs, and further samples of the reference on the prompts of the evaluation. */
        private List<RealRow> draw() {
            try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(base); Decoder model = Decoder.frozen(base, ScalarType.Float);
                 Judge judge = Judge.open(ModelFolder.EMBEDDED, Map.of())) {
                Words words = Words.of(config, tokenizer, seeds.at("words"));
                List<RealRow> out = new ArrayList<>(Asked.pairs(RealRow.Part.TRAIN, judge, tokenizer, words.training(),
                    Asked.sample(model, tokenizer, words.training(), config.answers(), seeds.at("train"))));
                out.addAll(Asked.pairs(RealRow.Part.HELD_OUT, judge, tokenizer, words.evaluation(),
                    Asked.sample(model, tokenizer, words.evaluation(), config.answers(), seeds.at("held-out"))));
                List<Row> samples = Asked.sample(model, tokenizer, words.evaluation(), config.samples(), RealEvaluation.samples(seed));
                IntStream.range(0, samples.size())
                    .forEach(p -> out.add(RealRow.of(RealRow.Part.SAMPLES, words.evaluation().get(p).text(), samples.get(p), new double[0])));
                return out;
            }
        }

        /** The reference fine-tuned on one side of the training pairs. */
        private void side(List<RealRow> pairs, boolean chosen, Stage stage) {
            String side = chosen ? "chosen" : "rejected";
            List<Example<TokenBatch>> rows = pairs.stream().filter(r -> r.part() == RealRow.Part.TRAIN).map(r -> r.side(chosen)).toList();
            try (Scope scope = Scope.open(); Decoder model = Decoder.trainable(base, ScalarType.Float, ScalarType.Float);
                 TrainingLoop<TokenBatch> loop = TrainingLoop.over(rows, new CausalScorer(model), model.parameters(),
                     settings(Projection.NONE, 1), seeds.at(side))) {
                CheckpointedTraining.run(loop, Objective.sft(), stage("model of the " + side), labels("model of the " + side), stage,
                    context.listener(), CHECKPOINT_STEPS);
                model.save(stage.file("model"), ScalarType.Float);
            }
        }

        private List<RealRow> see(List<RealRow> pairs, Path chosen, Path rejected) {
            List<Row> rows = pairs.stream().map(RealRow::row).toList();
            double[] r = score(base, rows);
            double[] w = score(chosen.resolve("model"), rows);
            double[] l = score(rejected.resolve("model"), rows);
            List<RealRow> out = new ArrayList<>();
            int at = 0;
            for (RealRow row : pairs) {
                int to = at + row.row().branches().size();
                out.add(row.scored(Arrays.copyOfRange(r, at, to), Arrays.copyOfRange(w, at, to), Arrays.copyOfRange(l, at, to)));
                at = to;
            }
            return out;
        }

        private double[] score(Path folder, List<Row> rows) {
            try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(folder, ScalarType.Float)) {
                return Asked.score(model, rows);
            }
        }

        private void train(RealMethod method, List<RealRow> rows, Stage stage) {
            List<Example<TokenBatch>> pairs = rows.stream().filter(r -> r.part() == RealRow.Part.TRAIN).map(RealRow::example).toList();
            Settings settings = settings(method.projection(), config.epochs());
            long steps = settings.totalSteps(pairs.size());
            Set<Long> looked = looked(steps, config.checkpoints());
            try (Scope scope = Scope.open(); Measuring measuring = new Measuring(rows);
                 Decoder model = Decoder.trainable(base, ScalarType.Float, ScalarType.Float);
                 TrainingLoop<TokenBatch> loop = TrainingLoop.over(pairs, new CausalScorer(model), model.parameters(), settings, seeds.at("train"))) {
                CheckpointedTraining.run(loop, method.objective(config), stage(method.title()), labels(method.title()), stage, context.listener(),
                    CHECKPOINT_STEPS, step -> {
                        if (looked.contains(step)) {
                            measuring.emit(model, method.title(), step);
                        }
                    });
                model.save(stage.file("model"), ScalarType.Float);
            }
        }

        /** Steps in a geometric row up to the last: policies move fastest at first. */
        private static Set<Long> looked(long steps, int n) {
            return IntStream.rangeClosed(1, n).mapToObj(i -> Math.round(Math.pow(steps, (i + 1.0) / (n + 1)))).collect(Collectors.toSet());
        }

        private Settings settings(Projection projection, double epochs) {
            return new Settings(config.learningRate(), config.batchSize(), epochs, epochs, Schedule.Shape.CONSTANT, 0.1, Settings.Rule.RMSPROP,
                0, 1, TOKENS, projection);
        }

        private Map<String, Object> labels(String method) {
            Map<String, Object> labels = new LinkedHashMap<>();
            labels.put("experiment", name());
            labels.put("seed", seed);
            labels.put("method", method);
            return labels;
        }

        /** All that measuring needs, opened once. */
        private final class Measuring implements AutoCloseable {

            private final Tokenizer tokenizer = Tokenizer.open(base);
            private final Decoder reference = Decoder.frozen(base, ScalarType.Float);
            private final Judge judge = Judge.open(ModelFolder.EMBEDDED, Map.of("ranker", "second"));
            private final RealEvaluation evaluation;

            Measuring(List<RealRow> rows) {
                evaluation = new RealEvaluation(config, Words.of(config, tokenizer, seeds.at("words")), RealEvaluation.looked(rows),
                    reference, tokenizer, judge, seed);
            }

            void emit(Decoder policy, String method, long step) {
                Map<String, Object> labels = labels(method);
                labels.put("step", step);
                context.listener().metrics(SERIES, labels, evaluation.of(policy));
            }

            @Override
            public void close() {
                judge.close();
                reference.close();
                tokenizer.close();
            }
        }
    }
}
