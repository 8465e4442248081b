package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.TextStatistics;
import dev.plackett.event.Listener;
import dev.plackett.judge.PairSelection;
import dev.plackett.judge.Ranking;
import dev.plackett.judge.Verdict;
import dev.plackett.model.LlamaConfig;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.report.ContentHash;
import dev.plackett.tensor.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SPPO (Wu et al. 2024): a language model gets better by playing against itself. Per seed and arm, for each round: sample K answers, let the judge compare
 * all pairs, regress log-ratios onto win rates, and go on from the result. Beside it the same loop with other losses on the same kind of pairs.
 *
 * <p>Where paper and released code differ, the defaults follow SPPO specification 2.9: win probabilities of the paper (averaged over both orders, cycles
 * kept), its sampling at temperature 1, and the released ½-mean of squares.
 */
public final class SppoRun implements RecipeKind<SppoConfig> {

    @Override
    public String name() {
        return "sppo";
    }

    @Override
    public Class<SppoConfig> config() {
        return SppoConfig.class;
    }

    @Override
    public String purpose() {
        return "Self-play preference optimisation: sample, judge all pairs, train on win rates, round after round.";
    }

    @Override
    public Validation validate(SppoConfig config) {
        Validation v = Validation.ok();
        if (config.prompts().equals("wordnet") && !config.model().equals("embedded")) {
            v = v.problem("prompts", "'wordnet' asks for definitions, which only the embedded model was made for; name a file of prompts");
        }
        if (!config.prompts().equals("wordnet") && !Files.exists(Path.of(config.prompts()))) {
            v = v.note("there is no file " + config.prompts() + " yet (prompts); the run will need it");
        }
        if (!config.model().equals("embedded")) {
            Path folder = Path.of(config.model());
            if (!Files.exists(folder.resolve("config.json"))) {
                v = v.note("there is no model folder " + config.model() + " yet (model); the run will need it");
            }
            Optional<LlamaConfig> known = SppoMemory.config(folder);
            v = v.note(known.map(c -> SppoMemory.estimate(c, config)).orElse("no memory estimate without the model's config.json"));
        }
        if (config.arms().stream().map(SppoConfig.Arm::name).distinct().count() < config.arms().size()) {
            v = v.problem("arms", "two arms have the same name");
        }
        for (int i = 0; i < config.arms().size(); i++) {
            Optional<String> problem = ArmObjective.problem(config, config.arms().get(i));
            v = problem.isPresent() ? v.problem("arms[" + i + "]", problem.get()) : v;
        }
        return v;
    }

    @Override
    public Conclusion run(SppoConfig config, RunContext context) throws Exception {
        try (Inputs inputs = Inputs.open(config, context.folder().path().resolve("inputs"))) {
            context.folder().provenance("model", new ContentHash(Map.of()).path("model", inputs.base()).digest());
            for (long seed : config.seeds()) {
                new OneSeed(config, inputs, context, seed).run();
            }
        }
        SppoFindings findings = SppoFindings.of(config, context.folder().metrics());
        return new Conclusion(SppoReport.of(config, context.folder(), findings), findings.claims(), config.seeds());
    }

    /** All arms under one seed. */
    private static final class OneSeed {

        private final SppoConfig config;
        private final Inputs inputs;
        private final RunContext context;
        private final Listener listener;
        private final SelfPlay play;
        private final Seeds seeds;
        private final long seed;
        private final ContentHash base;

        OneSeed(SppoConfig config, Inputs inputs, RunContext context, long seed) {
            this.config = config;
            this.inputs = inputs;
            this.context = context;
            this.listener = context.listener();
            this.play = new SelfPlay(config, inputs);
            this.seeds = Seeds.of(seed);
            this.seed = seed;
            this.base = ContentHash.none().path("model", inputs.base()).text("compute", inputs.compute());
        }

        void run() throws Exception {
            String name = "seed " + seed + ": base answers";
            Path folder = context.stage(name, 4, base, stage -> {
                List<Answer> drawn = play.sample(inputs.base(), inputs.evaluation(), config.evaluationSamples(), evaluationSeeds(0), stage, listener, name);
                TextStatistics text = TextStatistics.of(drawn.stream().map(Answer::text).toList(), inputs.vocabulary());
                listener.metrics("base", Map.of("seed", seed), Map.of("length", text.words(), "distinct_2", text.distinct2(), "unknown_words", text.unknown(),
                    "eos", drawn.stream().filter(Answer::stopped).count() / (double) drawn.size()));
            });
            List<Answer> baseAnswers = answers(folder);
            long parameters = SppoMemory.parameters(LlamaConfig.read(inputs.base().resolve("config.json")));
            for (SppoConfig.Arm arm : config.arms()) {
                double eta = SelfPlay.eta(arm, parameters);
                if (arm.sppo()) {
                    listener.info(String.format("%s: eta %.4g, so the largest target of %d answers is %.3g nats", arm.name(), eta, config.samples(),
                        eta * (0.5 - 0.5 / config.samples())));
                }
                Path policy = inputs.base();
                List<List<Answer>> earlier = new ArrayList<>(List.of(baseAnswers));
                for (int t = 1; t <= config.rounds(); t++) {
                    Round round = new Round(arm, eta, t, policy, List.copyOf(earlier));
                    policy = round.play();
                    earlier.add(round.evaluate(policy));
                }
            }
        }

        private Seeds evaluationSeeds(int round) {
            return seeds.at("evaluation").at(round);
        }

        private List<Answer> answers(Path folder) throws java.io.IOException {
            try (var files = Files.list(folder)) {
                return files.filter(f -> f.getFileName().toString().startsWith("answers-")).sorted().flatMap(f -> Answer.read(f).stream()).toList();
            }
        }

        private List<Verdict> verdicts(Path folder, String prefix) throws java.io.IOException {
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
            private double[] training;

            Round(SppoConfig.Arm arm, double eta, int t, Path policy, List<List<Answer>> earlier) {
                this.arm = arm;
                this.eta = eta;
                this.t = t;
                this.policy = policy;
                this.earlier = earlier;
                this.tasks = inputs.round(t, config.promptsPerRound());
                this.inputsHash = base.path("policy", policy.resolve("model.safetensors"));
                this.first = arm.equals(config.arms().get(0));
                labels.put("seed", seed);
                labels.put("arm", arm.name());
                labels.put("round", t);
            }

            private String stage(String what) {
                return "seed " + seed + ", " + arm.name() + ", round " + t + ": " + what;
            }

            /** Round 1 begins at the base for every arm, so its samples, verdicts and references are shared. */
            private String shared(String what) {
                return t == 1 ? "seed " + seed + ", round 1: " + what : stage(what);
            }

            private boolean madeBefore() {
                return t == 1 && !first;
            }

            Path play() throws Exception {
                Path pairsFile = madeBefore() ? OneSeed.this.firstPairs : pairs();
                List<TrainingPair> pairs = TrainingPair.read(pairsFile);
                if (pairs.isEmpty()) {
                    throw new IllegalStateException("round " + t + ": there is nothing to train on: the judge told no two answers of a prompt apart, or preference.max_length cut all of them");
                }
                String name = stage("train");
                Path trained = context.stage(name, 5, inputsHash.path("pairs", pairsFile).text("arm", arm), stage -> {
                    training = play.train(policy, pairs, arm, eta, seeds.at("train").at(t), stage, labels, listener, name);
                    listener.metrics("training", labels, Map.of("log_ratio/chosen", training[0], "log_ratio/rejected", training[1]));
                });
                return trained.resolve("model");
            }

            private Path pairs() throws Exception {
                String sampling = shared("sample");
                Path sampled = context.stage(sampling, 5, inputsHash, stage -> {
                    play.sample(policy, tasks, config.samples(), seeds.at("round").at(t), stage, listener, sampling);
                });
                List<Answer> answers = answers(sampled);
                String judging = shared("judge");
                Path judged = context.stage(judging, 6, ContentHash.none().path("answers", sampled), stage ->
                    play.judge(inputs.judge(), tasks, answers, stage, "verdicts", listener, judging));
                List<Ranking> rankings = verdicts(judged, "verdicts").stream()
                    .map(v -> Ranking.of(v, config.preference().winProbability(), config.preference().selection())).toList();
                TrainingPair.Selected selected = TrainingPair.select(answers, tasks, rankings, config.preference(),
                    config.preference().rule(inputs.context()), eta);
                String referencing = shared("reference");
                Path referenced = context.stage(referencing, 2, inputsHash.path("judged", judged), stage -> {
                    List<TrainingPair> pairs = play.reference(policy, selected.pairs());
                    stage.shard("pairs.jsonl", target -> TrainingPair.write(target, pairs));
                    PairSelection c = selected.selection();
                    listener.metrics("pairs", labels, Map.of("pairs", (double) pairs.size(), "ties", (double) c.tied(), "cut", (double) selected.cut(),
                        "same_text", (double) c.equalTexts(), "chosen_below_half", (double) c.chosenBelowHalf(), "order_disagrees", (double) c.chosenNotAbove()));
                });
                Path file = referenced.resolve("pairs.jsonl");
                if (t == 1) {
                    OneSeed.this.firstPairs = file;
                }
                return file;
            }

            /** Measures what the round made, and returns its evaluation answers. */
            List<Answer> evaluate(Path trained) throws Exception {
                int samples = first ? config.evaluationSamples() : 1;
                String name = stage("evaluate");
                Path folder = context.stage(name, first ? 15 : 8, base.path("trained", trained.resolve("model.safetensors")), stage -> {
                    List<Answer> now = play.sample(trained, inputs.evaluation(), samples, evaluationSeeds(t), stage, listener, name);
                    new RoundEvaluation(config, inputs, play, listener, labels).emit(eta, policy, trained, now, earlier, seeds.at("fresh").at(t), first);
                });
                return answers(folder);
            }
        }

        private Path firstPairs;
    }
}
