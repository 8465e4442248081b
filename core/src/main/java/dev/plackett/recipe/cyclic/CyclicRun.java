package dev.plackett.recipe.cyclic;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Ranking;
import dev.plackett.judge.WinProbability;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.Want;
import dev.plackett.model.architecture.Llama;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.CheckpointedTraining;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.References;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Cyclic preferences (SPPO specification 9, criterion 4): with the oracle as judge the mixture of all rounds' policies becomes hard to exploit, although the
 * last policy swings for ever; with a Bradley–Terry reward in the oracle's place the policy collapses onto one type. A one-layer Llama on the common engine.
 */
public final class CyclicRun implements RecipeKind<CyclicRun.Config> {

    private static final int ANSWER = 16;
    private static final int PROMPTS = 64;
    private static final int LENGTH = 12;
    private static final int K = 5;
    /** Weights of the types and of the neutral tokens in the base. */
    private static final double[] BIAS = {0.46, 0.31, 0.16, 0.07};

    /** Configuration. */
    public record Config(
        @Doc("Rounds of self-play.") @Default("10") @Range(min = 1) int rounds,
        @Doc("Prompts sampled per round, drawn from 64.") @Default("2000") @Range(min = 64) int promptsPerRound,
        @Doc("Learning rate of multiplicative weights.") @Default("10") @Range(min = 0) double eta,
        @Doc("Peak learning rate of RMSProp.") @Default("1e-3") @Range(min = 0) double learningRate,
        @Doc("Epochs per round.") @Default("2") @Range(min = 0) double epochs,
        @Doc("One whole run per seed.") @Default("[0, 1, 2]") List<Long> seeds) {}

    @Override
    public String name() {
        return "sppo-cyclic";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public String purpose() {
        return "Self-play under cyclic preferences, beside a Bradley-Terry reward.";
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        for (long seed : config.seeds()) {
            Seeds seeds = Seeds.of(seed);
            Path base = context.stage("seed " + seed + ": base", 30, ContentHash.none(), stage -> pretrain(seeds, stage, context)).resolve("model");
            for (String judge : List.of("oracle", "bradley-terry")) {
                Path policy = base;
                for (int t = 1; t <= config.rounds(); t++) {
                    Path from = policy;
                    int round = t;
                    policy = context.stage("seed " + seed + ", " + judge + ", round " + t, 10, ContentHash.none().path("policy", from, context.digests()),
                        stage -> round(config, seed, judge, round, base, from, stage, context)).resolve("model");
                }
            }
        }
        return conclude(config, context.folder().metrics());
    }

    /** Maximum likelihood on a random Markov source whose types are biased. */
    private static void pretrain(Seeds seeds, Stage stage, RunContext context) {
        SplittableRandom random = seeds.at("source").random();
        double[][] next = new double[ANSWER][ANSWER];
        for (double[] row : next) {
            for (int j = 0; j < ANSWER; j++) {
                row[j] = BIAS[j / 4] * Math.exp(0.5 * random.nextGaussian());
            }
        }
        List<Example<TokenBatch>> rows = new ArrayList<>();
        for (int i = 0; i < 8000; i++) {
            int[] answer = new int[LENGTH];
            for (int j = 0; j < LENGTH; j++) {
                answer[j] = draw(random, j == 0 ? Arrays.stream(next[i % ANSWER]).toArray() : next[answer[j - 1]]);
            }
            rows.add(new Example<>(TokenBatch.of(Row.of(prompt(i % PROMPTS), answer)), Columns.none()));
        }
        DecoderPlan config = Llama.plan(new CausalModel.Shape(ANSWER + PROMPTS, 64, 1, 4, 4, 16, 32), 128, 0, 0, Optional.empty());
        Settings settings = new Settings(3e-3, 64, 3, 3, Schedule.Shape.LINEAR, 0.1, Settings.Rule.ADAMW, 0, 1, 8000);
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(config, seeds.at("weights"), ScalarType.Float, ScalarType.Float);
             TrainingLoop<TokenBatch> loop = TrainingLoop.over(rows, new CausalScorer(model), model.parameters(), settings, seeds)) {
            CheckpointedTraining.run(loop, Objective.sft(), "base", Map.of("part", "base"), stage, context.listener(), 1000);
            model.save(stage.file("model"), ScalarType.Float);
        }
    }

    private static void round(Config config, long seed, String judge, int t, Path base, Path policy, Stage stage, RunContext context) {
        Seeds seeds = Seeds.of(seed).at(judge).at(t);
        SplittableRandom random = seeds.at("prompts").random();
        List<int[]> prompts = IntStream.range(0, config.promptsPerRound()).mapToObj(i -> prompt(random.nextInt(PROMPTS))).toList();
        try (Scope scope = Scope.open(); Decoder reference = Decoder.frozen(policy, ScalarType.Float); Decoder model = Decoder.trainable(policy, ScalarType.Float, ScalarType.Float)) {
            List<int[]> answers = sample(reference, prompts, seeds);
            double[] wins = CyclicGame.pureWins(answers);
            context.listener().metrics("policy", labels(seed, judge, t), Map.of("wins/A", wins[0], "wins/B", wins[1], "wins/C", wins[2],
                "exploitability", Arrays.stream(wins).max().orElseThrow()));
            Judging judging = judge.equals("oracle") ? CyclicGame::wins : reward(base, seed);
            List<Example<TokenBatch>> pairs = References.attach(pairs(prompts, answers, judging), new CausalScorer(reference), Want.SEQUENCES, 8000, stage.stop());
            Settings settings = new Settings(config.learningRate(), 64, config.epochs(), config.epochs(), Schedule.Shape.LINEAR, 0.1, Settings.Rule.RMSPROP,
                0, 1, 16000);
            try (TrainingLoop<TokenBatch> loop = TrainingLoop.over(pairs, new CausalScorer(model), model.parameters(), settings, seeds)) {
                CheckpointedTraining.run(loop, Objective.sppo(config.eta()), "round " + t, labels(seed, judge, t), stage, context.listener(), 1000);
            }
            model.save(stage.file("model"), ScalarType.Float);
        }
    }

    private interface Judging {
        double wins(double[] f, double[] g);
    }

    /** The Bradley–Terry reward of the base's own pairs, labelled by the oracle. */
    private static Judging reward(Path base, long seed) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(base, ScalarType.Float)) {
            List<int[]> prompts = IntStream.range(0, 800).mapToObj(i -> prompt(i % PROMPTS)).toList();
            double[] w = CyclicGame.bradleyTerry(sample(model, prompts, Seeds.of(seed).at("reward")));
            return (f, g) -> CyclicGame.rewardWins(w, f, g);
        }
    }

    private static List<int[]> sample(Decoder model, List<int[]> prompts, Seeds seeds) {
        return new CausalGenerator(model, 2000).generate(Prompt.of(prompts), K, Sampling.at(1, LENGTH, Set.of()), seeds, n -> {}).stream()
            .map(Continuation::ids).toList();
    }

    private static List<Example<TokenBatch>> pairs(List<int[]> prompts, List<int[]> answers, Judging judging) {
        List<Example<TokenBatch>> out = new ArrayList<>();
        for (int p = 0; p < prompts.size(); p++) {
            List<int[]> mine = answers.subList(p * K, (p + 1) * K);
            List<double[]> f = mine.stream().map(CyclicGame::fractions).toList();
            Ranking r = Ranking.of(Judge.probabilities(K, (i, j) -> judging.wins(f.get(i), f.get(j))), WinProbability.AVERAGE, Ranking.Selection.WIN_RATE);
            if (!r.tied()) {
                out.add(new Example<>(TokenBatch.of(Row.of(prompts.get(p), mine.get(r.chosen()), mine.get(r.rejected()))),
                    Columns.of(Column.WIN_RATE, r.winRate()[r.chosen()], r.winRate()[r.rejected()])));
            }
        }
        return out;
    }

    private static Conclusion conclude(Config config, MetricTable metrics) {
        double worstMixture = 0;
        double leastGap = Double.POSITIVE_INFINITY;
        LineChart last = LineChart.of("Exploitability of the round's policy (seed " + config.seeds().get(0) + ")", "round", "best pure type's win rate");
        LineChart mixed = LineChart.of("Exploitability of the mixture of all rounds (seed " + config.seeds().get(0) + ")", "round", "best pure type's win rate");
        for (long seed : config.seeds()) {
            Map<String, Double> end = new LinkedHashMap<>();
            for (String judge : List.of("oracle", "bradley-terry")) {
                MetricTable rows = metrics.series("policy").where("seed", seed).where("judge", judge);
                double[] mixture = mixture(rows);
                end.put(judge, mixture[mixture.length - 1]);
                if (seed == config.seeds().get(0)) {
                    last = last.line(judge, rows.column("round"), rows.column("exploitability"));
                    mixed = mixed.line(judge, rows.column("round"), mixture);
                }
            }
            worstMixture = Math.max(worstMixture, end.get("oracle"));
            leastGap = Math.min(leastGap, end.get("bradley-terry") - end.get("oracle"));
        }
        String evidence = "running means of wins/A, wins/B, wins/C over rounds, rows series=policy, worst seed";
        List<Claim> claims = List.of(
            Claim.below("sppo", "under cyclic preferences the mixture of all rounds is hard to exploit", worstMixture, null, 0.65, evidence),
            Claim.above("sppo", "a Bradley-Terry reward in the oracle's place ends more exploitable", leastGap, null, 0.2, evidence));
        return new Conclusion(Report.titled("Cyclic preferences", "A beats B, B beats C, C beats A").section("Exploitability").chart(last).chart(mixed),
            claims, config.seeds());
    }

    /** The best pure type's win rate against the uniform mixture of rounds 1 to t, for each t. */
    private static double[] mixture(MetricTable rows) {
        double[][] wins = {rows.column("wins/A"), rows.column("wins/B"), rows.column("wins/C")};
        double[] out = new double[wins[0].length];
        double[] sum = new double[CyclicGame.TYPES];
        for (int t = 0; t < out.length; t++) {
            for (int type = 0; type < CyclicGame.TYPES; type++) {
                sum[type] += wins[type][t];
            }
            out[t] = Arrays.stream(sum).max().orElseThrow() / (t + 1);
        }
        return out;
    }

    private static Map<String, Object> labels(long seed, String judge, int t) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("seed", seed);
        labels.put("judge", judge);
        labels.put("round", t);
        return labels;
    }

    private static int[] prompt(int i) {
        return new int[] {ANSWER + i};
    }

    private static int draw(SplittableRandom random, double[] weights) {
        double point = random.nextDouble() * Arrays.stream(weights).sum();
        int i = 0;
        while (i < weights.length - 1 && point >= weights[i]) {
            point -= weights[i++];
        }
        return i;
    }
}
