package dev.plackett.recipe.sppo;

import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.Estimate;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Ranking;
import dev.plackett.judge.Verdict;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.CheckpointedTraining;
import dev.plackett.recipe.TrainedModel;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Scoring;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The steps of one round (SPPO specification 2.4 and 2.10): sample, judge, select, score under the reference, train. Each writes files and reads the last one's. */
final class SelfPlay {

    /** Prompts that are sampled or judged between two moments at which the run may stop; fixed, since it decides the bits. */
    private static final int SHARD = 100;
    /** Most answers that grow at the same time, and most bytes of their keys and values. */
    private static final int CONCURRENT = 500;
    private static final double CACHE_BYTES = 4e9;
    private static final long SCORING_TOKENS = 8000;

    private final SppoConfig config;
    private final Inputs inputs;
    private final StopSignal stop;

    SelfPlay(SppoConfig config, Inputs inputs, StopSignal stop) {
        this.config = config;
        this.inputs = inputs;
        this.stop = stop;
    }

    /** K answers for each task, shard by shard. */
    List<Answer> sample(Path policy, List<Task> tasks, int samples, Seeds seeds, Stage stage, Listener listener, String name) {
        List<Answer> all = new ArrayList<>();
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(policy, inputs.compute())) {
            for (int at = 0; at < tasks.size(); at += SHARD) {
                int from = at;
                int to = Math.min(tasks.size(), at + SHARD);
                Path file = stage.shard(String.format("answers-%05d.jsonl", at / SHARD),
                    target -> Answer.write(target, draw(model, tasks, from, to, samples, seeds)));
                all.addAll(Answer.read(file));
                listener.progress(name, to, tasks.size(), "prompts", "");
            }
        }
        return all;
    }

    /** K answers for each task, kept in memory. */
    List<Answer> draw(Path policy, List<Task> tasks, int samples, Seeds seeds) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(policy, inputs.compute())) {
            return draw(model, tasks, 0, tasks.size(), samples, seeds);
        }
    }

    private List<Answer> draw(Decoder model, List<Task> tasks, int from, int to, int samples, Seeds seeds) {
        SppoConfig.Decoding d = config.sampling();
        Sampling sampling = new Sampling(d.temperature(), d.topK(), d.topP(), d.minP(), d.maxNewTokens(),
            Arrays.stream(inputs.tokenizer().stops()).boxed().collect(Collectors.toSet()));
        // Keys count occurrences over all tasks, so a shard draws the same whether or not the others are done.
        List<Prompt> prompts = Prompt.of(tasks.stream().map(Task::ids).toList()).subList(from, to);
        List<Continuation> drawn = new CausalGenerator(model, concurrent(model.shape(), config), stop).generate(prompts, samples, sampling, seeds, n -> {});
        return drawn.stream().map(c -> Answer.of(c, from + c.prompt(), tasks.get(from + c.prompt()).text(), inputs.tokenizer())).toList();
    }

    /** How many answers grow at a time: a whole number of prompts' worth, as many as fit. */
    static int concurrent(CausalModel.Shape shape, SppoConfig config) {
        double each = cacheBytes(shape) * Math.min(config.sampling().maxNewTokens(), shape.maxPositions());
        return (int) Math.max(config.samples(), Math.min(CONCURRENT, CACHE_BYTES / each));
    }

    /** Bytes of one token's keys and values in bfloat16. */
    static double cacheBytes(CausalModel.Shape shape) {
        return 2.0 * shape.layers() * shape.kvHeads() * shape.headSize() * 2;
    }

    /** Verdicts on all answers of each prompt, shard by shard. */
    List<Verdict> judge(Judge judge, List<Task> tasks, List<Answer> answers, Stage stage, String prefix, Listener listener, String name) {
        List<Contest> contests = contests(tasks, answers);
        List<Verdict> all = new ArrayList<>();
        for (int at = 0; at < contests.size(); at += SHARD) {
            List<Contest> shard = contests.subList(at, Math.min(contests.size(), at + SHARD));
            all.addAll(Judged.read(stage.shard(String.format("%s-%05d.jsonl", prefix, at / SHARD), target -> Judged.write(target, judge.judge(shard, stop)))));
            listener.progress(name, all.size(), contests.size(), "prompts", "");
        }
        return all;
    }

    /** Verdicts kept in memory. */
    List<Verdict> verdicts(Judge judge, List<Task> tasks, List<Answer> answers) {
        return judge.judge(contests(tasks, answers), stop);
    }

    private static List<Contest> contests(List<Task> tasks, List<Answer> answers) {
        int k = answers.size() / tasks.size();
        List<Contest> contests = new ArrayList<>();
        for (int p = 0; p < tasks.size(); p++) {
            contests.add(new Contest(tasks.get(p).text(), answers.subList(p * k, (p + 1) * k).stream().map(Answer::text).toList()));
        }
        return contests;
    }

    /** Log-likelihoods of the training data under the policy that drew it, computed once for the round. */
    List<TrainingPair> reference(Path policy, List<TrainingPair> pairs) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(policy, inputs.compute())) {
            double[] logps = Scoring.all(new CausalScorer(model), pairs.stream().map(TrainingPair::batch).toList(), Want.SEQUENCES, SCORING_TOKENS, stop)
                .values();
            List<TrainingPair> out = new ArrayList<>();
            int at = 0;
            for (TrainingPair pair : pairs) {
                out.add(pair.withReference(Arrays.copyOfRange(logps, at, at + pair.ids().length)));
                at += pair.ids().length;
            }
            return out;
        }
    }

    /** Changes of log-likelihood within a round: of chosen (a) and of rejected answers (b), in nats. */
    record LogRatios(Estimate chosen, Estimate rejected) {}

    /** Trains a copy of the policy and writes it into the stage's folder; returns a and b on the training data at the end. */
    LogRatios train(Path policy, List<TrainingPair> pairs, SppoConfig.Arm arm, double eta, Seeds seeds, Stage stage,
                   Map<String, Object> labels, Listener listener, String name) {
        List<Example<TokenBatch>> examples = pairs.stream().map(p -> p.example(eta)).toList();
        Objective objective = ArmObjective.of(config, arm, eta);
        SppoConfig.Training t = config.training();
        try (Scope scope = Scope.open(); TrainedModel model = TrainedModel.open(policy, t.lora(), inputs.compute(), seeds, t.activationCheckpointing());
             TrainingLoop<TokenBatch> loop = TrainingLoop.over(examples, new CausalScorer(model.scored()), model.parameters(), settings(arm), seeds)) {
            CheckpointedTraining.run(loop, objective, name, labels, stage, listener.then(new TrainingWatch(listener)), t.checkpointSteps());
            model.save(stage.file("model"), stage.file("adapter"));
            double[][] ratios = logRatios(new CausalScorer(model.scored()), pairs);
            return new LogRatios(Estimate.of(ratios[0]), Estimate.of(ratios[1]));
        }
    }

    /** Answers of fresh prompts, judged and split into best and worst: pairs that nothing was trained on. */
    List<TrainingPair> fresh(List<Task> tasks, List<Answer> answers, List<Verdict> verdicts) {
        SppoConfig.Preference preference = config.preference();
        List<Ranking> rankings = verdicts.stream().map(v -> Ranking.of(v, preference.winProbability(), preference.selection())).toList();
        return TrainingPair.select(answers, tasks, rankings, preference.onPairs(), preference.length().rule(inputs.shape().maxPositions())).pairs();
    }

    /** a and b of each pair under a policy, against the reference they carry. */
    double[][] logRatiosOfEach(Path policy, List<TrainingPair> pairs) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(policy, inputs.compute())) {
            return logRatios(new CausalScorer(model), pairs);
        }
    }

    /** Log-likelihoods of answers under a policy. */
    double[] logps(Path policy, List<Task> tasks, List<Answer> answers) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(policy, inputs.compute())) {
            return Scoring.all(new CausalScorer(model), answers.stream().map(a -> TokenBatch.of(
                dev.plackett.data.Row.of(tasks.get(a.prompt()).ids(), a.ids()))).toList(), Want.SEQUENCES, SCORING_TOKENS, stop).values();
        }
    }

    /** η of an arm: the user's, or such that the largest target of five answers is four nats below a billion parameters. */
    static double eta(SppoConfig.Arm arm, long parameters) {
        return arm.eta().or(() -> parameters < 1_000_000_000L ? 10 : 1000);
    }

    Settings settings(SppoConfig.Arm arm) {
        SppoConfig.Training t = config.training();
        double stop = arm.epochs().or(t::stopAfterEpochs);
        return new Settings(arm.learningRate().or(t::learningRate), t.batchSize(), Math.max(stop, t.scheduleEpochs()), stop, t.schedule(),
            t.warmupRatio(), t.optimizer(), t.weightDecay(), t.maxGradNorm(), t.microBatchTokens());
    }

    /** a of each pair, then b of each; of a group those of its best and its worst answer. */
    private double[][] logRatios(CausalScorer scorer, List<TrainingPair> pairs) {
        double[] now = Scoring.all(scorer, pairs.stream().map(TrainingPair::batch).toList(), Want.SEQUENCES, SCORING_TOKENS, stop).values();
        double[][] out = new double[2][pairs.size()];
        int at = 0;
        for (int p = 0; p < pairs.size(); p++) {
            TrainingPair pair = pairs.get(p);
            int best = 0;
            int worst = 1;
            for (int i = 0; pair.ids().length > 2 && i < pair.ids().length; i++) {
                best = pair.winRate()[i] > pair.winRate()[best] ? i : best;
                worst = pair.winRate()[i] < pair.winRate()[worst] ? i : worst;
            }
            out[0][p] = now[at + best] - pair.reference()[best];
            out[1][p] = now[at + worst] - pair.reference()[worst];
            at += pair.ids().length;
        }
        return out;
    }
}
