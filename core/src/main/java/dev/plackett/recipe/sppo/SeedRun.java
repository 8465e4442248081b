package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.TextStatistics;
import dev.plackett.event.Listener;
import dev.plackett.judge.PairSelection;
import dev.plackett.judge.Ranking;
import dev.plackett.judge.Verdict;
import dev.plackett.recipe.ModelMemory;
import dev.plackett.recipe.RunContext;
import dev.plackett.report.ContentHash;
import dev.plackett.tensor.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All arms under one seed. */
final class SeedRun {

    private final SppoConfig config;
    private final Inputs inputs;
    private final RunContext context;
    private final Listener listener;
    private final SelfPlay play;
    private final StageBudget budget;
    private final Seeds seeds;
    private final long seed;
    private final ContentHash base;

    SeedRun(SppoConfig config, Inputs inputs, RunContext context, long seed) {
        this.config = config;
        this.inputs = inputs;
        this.context = context;
        this.listener = context.listener();
        this.play = new SelfPlay(config, inputs, context.stop());
        this.budget = new StageBudget(config);
        this.seeds = Seeds.of(seed);
        this.seed = seed;
        this.base = ContentHash.none().path("model", inputs.base().path(), context.digests()).text("compute", inputs.compute());
    }

    void run() throws Exception {
        String name = StageNames.base(seed);
        Path folder = context.stage(name, budget.base(), base, stage -> {
            List<Answer> drawn = play.sample(inputs.base().path(), inputs.evaluation(), config.evaluationSamples(), evaluationSeeds(0), stage, listener, name);
            TextStatistics text = TextStatistics.of(drawn.stream().map(Answer::text).toList(), inputs.vocabulary());
            listener.metrics("base", Map.of("seed", seed), Map.of("length", text.words(), "distinct_2", text.distinct2(), "unknown_words", text.unknown(),
                "eos", drawn.stream().filter(Answer::stopped).count() / (double) drawn.size()));
        });
        List<Answer> baseAnswers = answers(folder);
        long parameters = ModelMemory.of(inputs.base().path().toString()).orElseThrow().parameters();
        for (SppoConfig.Arm arm : config.arms()) {
            double eta = SelfPlay.eta(arm, parameters);
            if (arm.sppo()) {
                listener.info(String.format("%s: eta %.4g, so the largest target of %d answers is %.3g nats", arm.name(), eta, config.samples(),
                    eta * (0.5 - 0.5 / config.samples())));
            }
            Path policy = inputs.base().path();
            List<List<Answer>> earlier = new ArrayList<>(List.of(baseAnswers));
            for (int t = 1; t <= config.rounds(); t++) {
                Round round = new Round(arm, eta, t, policy, List.copyOf(earlier));
                policy = round.play();
                earlier.add(round.evaluate(policy));
            }
            if (config.evaluateMixture()) {
                mixture(arm, earlier);
            }
        }
    }

    /** The mixture of all rounds against the base and against the last round: for each prompt a round is drawn, and then its whole answer. */
    private void mixture(SppoConfig.Arm arm, List<List<Answer>> rounds) throws Exception {
        String name = StageNames.of(seed, arm.name(), config.rounds(), "evaluate the mixture");
        List<List<Answer>> played = rounds.subList(1, rounds.size());
        context.stage(name, 0, base.text("arm", arm), stage -> {
            int samples = played.get(0).size() / inputs.evaluation().size();
            List<Answer> mixed = new ArrayList<>();
            for (int p = 0; p < inputs.evaluation().size(); p++) {
                List<Answer> drawn = played.get(seeds.at("mixture").at(p).random().nextInt(played.size()));
                mixed.addAll(drawn.subList(p * samples, (p + 1) * samples));
            }
            new RoundEvaluation(config, inputs, play, listener, Map.of("seed", seed, "arm", arm.name()), stage.stop()).mixture(mixed, rounds.get(0), played.get(played.size() - 1));
        });
    }

    private Seeds evaluationSeeds(int round) {
        return seeds.at("evaluation").at(round);
    }

    private List<Answer> answers(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("answers-")).sorted().flatMap(f -> Answer.read(f).stream()).toList();
        }
    }

    private List<Verdict> verdicts(Path folder, String prefix) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix + "-0")).sorted().flatMap(f -> Judged.read(f).stream()).toList();
        }
    }

    /** One round of one arm. */
    private final class Round {

        private final SppoConfig.Arm arm;
        private final double eta;
        private final int t;
        private final Path policy;
        private final List<List<Answer>> earlier;
        private final List<Task> tasks;
        private final ContentHash inputsHash;
        private final Map<String, Object> labels = new LinkedHashMap<>();
        private final boolean first;

        Round(SppoConfig.Arm arm, double eta, int t, Path policy, List<List<Answer>> earlier) {
            this.arm = arm;
            this.eta = eta;
            this.t = t;
            this.policy = policy;
            this.earlier = earlier;
            this.tasks = inputs.round(t, config.promptsPerRound());
            this.inputsHash = base.path("policy", policy, context.digests());
            this.first = arm.equals(config.arms().get(0));
            labels.put("seed", seed);
            labels.put("arm", arm.name());
            labels.put("round", t);
        }

        private String stage(String what) {
            return StageNames.of(seed, arm.name(), t, what);
        }

        /** Round 1 begins at the base for every arm, so its samples, verdicts and references are shared. */
        private String shared(String what) {
            return t == 1 ? StageNames.shared(seed, what) : stage(what);
        }

        private boolean madeBefore() {
            return t == 1 && !first;
        }

        Path play() throws Exception {
            Path pairsFile = madeBefore() ? SeedRun.this.firstPairs : pairs();
            List<TrainingPair> pairs = TrainingPair.read(pairsFile);
            if (pairs.isEmpty()) {
                throw new IllegalArgumentException("round " + t + ": there is nothing to train on: the judge told no two answers of a prompt apart,"
                    + " or preference.max_length cut all of them");
            }
            String name = stage("train");
            Path trained = context.stage(name, budget.training(play.settings(arm)), inputsHash.path("pairs", pairsFile, context.digests()).text("arm", arm), stage -> {
                SelfPlay.LogRatios training = play.train(policy, pairs, arm, eta, seeds.at("train").at(t), stage, labels, listener, name);
                listener.metrics("training", labels, Map.of(
                    "log_ratio/chosen", training.chosen().mean(), "log_ratio/chosen_se", training.chosen().standardError(),
                    "log_ratio/rejected", training.rejected().mean(), "log_ratio/rejected_se", training.rejected().standardError()));
            });
            return trained.resolve("model");
        }

        private Path pairs() throws Exception {
            String sampling = shared("sample");
            Path sampled = context.stage(sampling, budget.sampling(), inputsHash, stage -> {
                play.sample(policy, tasks, config.samples(), seeds.at("round").at(t), stage, listener, sampling);
            });
            List<Answer> answers = answers(sampled);
            String judging = shared("judge");
            Path judged = context.stage(judging, budget.judging(), ContentHash.none().path("answers", sampled, context.digests()), stage ->
                play.judge(inputs.judge(), tasks, answers, stage, "verdicts", listener, judging));
            List<Ranking> rankings = verdicts(judged, "verdicts").stream()
                .map(v -> Ranking.of(v, config.preference().winProbability(), config.preference().selection())).toList();
            TrainingPair.Selected selected = TrainingPair.select(answers, tasks, rankings, config.preference(),
                config.preference().length().rule(inputs.shape().maxPositions()));
            String referencing = shared("reference");
            Path referenced = context.stage(referencing, budget.reference(), inputsHash.path("judged", judged, context.digests()), stage -> {
                List<TrainingPair> pairs = play.reference(policy, selected.pairs());
                stage.shard("pairs.jsonl", target -> TrainingPair.write(target, pairs));
                PairSelection c = selected.selection();
                listener.metrics("pairs", labels, Map.of("pairs", (double) pairs.size(), "ties", (double) c.tied(), "cut", (double) selected.cut(),
                    "same_text", (double) c.equalTexts(), "chosen_below_half", (double) c.chosenBelowHalf(), "order_disagrees", (double) c.chosenNotAbove()));
            });
            Path file = referenced.resolve("pairs.jsonl");
            if (t == 1) {
                SeedRun.this.firstPairs = file;
            }
            return file;
        }

        /** Measures what the round made, and returns its evaluation answers. */
        List<Answer> evaluate(Path trained) throws Exception {
            int samples = first ? config.evaluationSamples() : 1;
            String name = StageNames.evaluation(seed, arm.name(), t);
            Path folder = context.stage(name, budget.evaluation(first), base.path("trained", trained, context.digests()), stage -> {
                List<Answer> now = play.sample(trained, inputs.evaluation(), samples, evaluationSeeds(t), stage, listener, name);
                new RoundEvaluation(config, inputs, play, listener, labels, stage.stop()).emit(stage, policy, trained, now, earlier, seeds.at("fresh").at(t), first);
            });
            return answers(folder);
        }
    }

    private Path firstPairs;
}
