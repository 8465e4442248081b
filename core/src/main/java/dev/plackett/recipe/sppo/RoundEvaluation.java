package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.Bootstrap;
import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.LengthControlled;
import dev.plackett.evaluate.TextStatistics;
import dev.plackett.evaluate.did.DisplacementPanel;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.Proposal;
import dev.plackett.evaluate.did.SampleSet;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Verdict;
import dev.plackett.judge.WinProbability;
import dev.plackett.recipe.DisplacementRows;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What is measured after a round, as one row of metrics.jsonl; everything on prompts that nothing trained on. */
final class RoundEvaluation {

    private static final int RESAMPLES = 1000;

    private final SppoConfig config;
    private final Inputs inputs;
    private final SelfPlay play;
    private final Listener listener;
    private final Map<String, Object> labels;
    private final StopSignal stop;

    RoundEvaluation(SppoConfig config, Inputs inputs, SelfPlay play, Listener listener, Map<String, Object> labels, StopSignal stop) {
        this.config = config;
        this.inputs = inputs;
        this.play = play;
        this.listener = listener;
        this.labels = labels;
        this.stop = stop;
    }

    /**
     * Measures and emits.
     *
     * @param stage    where the win probabilities of single prompts are kept
     * @param policy   the round's first policy, the reference
     * @param trained  what it became
     * @param now      its evaluation answers
     * @param earlier  those of the base, then of every round before
     * @param all      whether it meets all earlier rounds, or the base and the last one only
     */
    void emit(Stage stage, Path policy, Path trained, List<Answer> now, List<List<Answer>> earlier, Seeds seeds, boolean all) {
        Map<String, Double> row = new LinkedHashMap<>();
        WinProbability mode = mode();
        Map<String, double[]> wins = new LinkedHashMap<>();
        wins.put("judge", judge(row, "judge", inputs.judge(), mode, now, earlier, all));
        inputs.heldOut().ifPresent(judge -> wins.put("held_out", judge(row, "held_out", judge, mode, now, earlier, all)));
        PromptWins.write(stage, wins);
        fresh(row, policy, trained, seeds);
        double[] underBase = play.logps(inputs.base().path(), inputs.evaluation(), now);
        double[][] kl = new double[inputs.evaluation().size()][now.size() / inputs.evaluation().size()];
        for (int i = 0; i < now.size(); i++) {
            kl[i / kl[0].length][i % kl[0].length] = now.get(i).logp() - underBase[i];
        }
        put(row, "kl_base", Estimate.ofClusters(kl));
        TextStatistics text = TextStatistics.of(now.stream().map(Answer::text).toList(), inputs.vocabulary());
        row.put("length", text.words());
        row.put("characters", text.characters());
        row.put("distinct_1", text.distinct1());
        row.put("distinct_2", text.distinct2());
        row.put("unknown_words", text.unknown());
        row.put("opening_rate", text.openingRate());
        row.put("eos", now.stream().filter(Answer::stopped).count() / (double) now.size());
        Map<String, Object> opened = new LinkedHashMap<>(labels);
        opened.put("opening", text.opening());
        listener.metrics("evaluation", opened, row);
    }

    /** Measures answers of the mixture of all rounds. */
    void mixture(List<Answer> mixed, List<Answer> base, List<Answer> last) {
        Map<String, Double> row = new LinkedHashMap<>();
        Map<String, Judge> judges = new LinkedHashMap<>(Map.of("judge", inputs.judge()));
        inputs.heldOut().ifPresent(judge -> judges.put("held_out", judge));
        judges.forEach((who, judge) -> {
            put(row, "win_base/" + who, Comparison.of(judge, mode(), inputs.evaluation(), mixed, base, stop).winRate().soft());
            put(row, "win_last/" + who, Comparison.of(judge, mode(), inputs.evaluation(), mixed, last, stop).winRate().soft());
        });
        listener.metrics("mixture", labels, row);
    }

    /** The released formula ranks the answers of one prompt; two answers are compared by the average of both orders. */
    private WinProbability mode() {
        return config.preference().winProbability() == WinProbability.RELEASED ? WinProbability.AVERAGE : config.preference().winProbability();
    }

    /** Adds one judge's win rates to the row; returns the probability to win over the base, prompt by prompt. */
    private double[] judge(Map<String, Double> row, String who, Judge judge, WinProbability mode, List<Answer> now, List<List<Answer>> earlier, boolean all) {
        Comparison base = Comparison.of(judge, mode, inputs.evaluation(), now, earlier.get(0), stop);
        put(row, "win_base/" + who, base.winRate().soft());
        put(row, "win_base_hard/" + who, base.winRate().hard());
        LengthControlled controlled = base.lengthControlled();
        row.put("win_base_length_controlled/" + who, controlled.winRate() / 100);
        row.put("win_base_length_controlled/" + who + "_se", controlled.standardError() / 100);
        int last = earlier.size() - 1;
        for (int t = all ? 1 : Math.max(1, last); t <= last; t++) {
            put(row, "win_round_" + t + "/" + who, Comparison.of(judge, mode, inputs.evaluation(), now, earlier.get(t), stop).winRate().soft());
        }
        String previous = last == 0 ? "win_base/" + who : "win_round_" + last + "/" + who;
        row.put("win_previous/" + who, row.get(previous));
        row.put("win_previous/" + who + "_se", row.get(previous + "_se"));
        return base.perPrompt();
    }

    private void fresh(Map<String, Double> row, Path policy, Path trained, Seeds seeds) {
        List<Answer> answers = play.draw(policy, inputs.fresh(), config.samples(), seeds);
        List<Verdict> verdicts = play.verdicts(inputs.judge(), inputs.fresh(), answers);
        List<TrainingPair> selected = play.fresh(inputs.fresh(), answers, verdicts);
        if (selected.size() > 1) {
            List<TrainingPair> pairs = play.reference(policy, selected);
            double[][] ratios = play.logRatiosOfEach(trained, pairs);
            put(row, "fresh/chosen", Estimate.of(ratios[0]));
            put(row, "fresh/rejected", Estimate.of(ratios[1]));
            if (config.sampling().plain()) {
                displacement(pairs, ratios, trained, answers, seeds);
            }
        }
    }

    /** Fresh pairs beside each prompt's first answer, which nobody picked. */
    private void displacement(List<TrainingPair> pairs, double[][] ratios, Path trained, List<Answer> answers, Seeds seeds) {
        List<Answer> own = answers.stream().filter(a -> a.sample() == 0).toList();
        double[] after = play.logps(trained, inputs.fresh(), own);
        List<PromptSamples> line = IntStream.range(0, own.size()).mapToObj(i -> new PromptSamples(Integer.toString(own.get(i).prompt()),
            List.of(Scored.of(after[i], own.get(i).logp(), own.get(i).ids().length)))).toList();
        List<ScoredPair> scored = IntStream.range(0, pairs.size()).mapToObj(i -> new ScoredPair(Integer.toString(pairs.get(i).prompt()),
            change(pairs.get(i), 0, ratios[0][i]), change(pairs.get(i), 1, ratios[1][i]))).toList();
        // The answers are the reference's own, so beta decides nothing.
        DisplacementRows.emit(DisplacementPanel.of(List.of(), scored, new SampleSet(Proposal.reference(), line), false, 1,
            new Bootstrap(RESAMPLES, 0.95, seeds.state())), labels, listener);
    }

    private static Scored change(TrainingPair pair, int answer, double ratio) {
        return Scored.of(pair.reference()[answer] + ratio, pair.reference()[answer], pair.ids()[answer].length);
    }

    private static void put(Map<String, Double> row, String name, Estimate estimate) {
        row.put(name, estimate.mean());
        row.put(name + "_se", estimate.standardError());
    }
}
