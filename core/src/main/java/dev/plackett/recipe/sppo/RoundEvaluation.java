package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.LengthControlled;
import dev.plackett.evaluate.TextStatistics;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Verdict;
import dev.plackett.judge.WinProbability;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is measured after a round, as one row of metrics.jsonl; everything on prompts that nothing trained on. */
final class RoundEvaluation {

    private final SppoConfig config;
    private final Inputs inputs;
    private final SelfPlay play;
    private final Listener listener;
    private final Map<String, Object> labels;

    RoundEvaluation(SppoConfig config, Inputs inputs, SelfPlay play, Listener listener, Map<String, Object> labels) {
        this.config = config;
        this.inputs = inputs;
        this.play = play;
        this.listener = listener;
        this.labels = labels;
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
        fresh(row, policy, trained, seeds, stage.stop());
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
            put(row, "win_base/" + who, Comparison.of(judge, mode(), inputs.evaluation(), mixed, base).winRate().soft());
            put(row, "win_last/" + who, Comparison.of(judge, mode(), inputs.evaluation(), mixed, last).winRate().soft());
        });
        listener.metrics("mixture", labels, row);
    }

    /** The released formula ranks the answers of one prompt; two answers are compared by the average of both orders. */
    private WinProbability mode() {
        return config.preference().winProbability() == WinProbability.RELEASED ? WinProbability.AVERAGE : config.preference().winProbability();
    }

    /** Adds one judge's win rates to the row; returns the probability to win over the base, prompt by prompt. */
    private double[] judge(Map<String, Double> row, String who, Judge judge, WinProbability mode, List<Answer> now, List<List<Answer>> earlier, boolean all) {
        Comparison base = Comparison.of(judge, mode, inputs.evaluation(), now, earlier.get(0));
        put(row, "win_base/" + who, base.winRate().soft());
        put(row, "win_base_hard/" + who, base.winRate().hard());
        LengthControlled controlled = base.lengthControlled();
        row.put("win_base_length_controlled/" + who, controlled.winRate() / 100);
        row.put("win_base_length_controlled/" + who + "_se", controlled.standardError() / 100);
        int last = earlier.size() - 1;
        for (int t = all ? 1 : Math.max(1, last); t <= last; t++) {
            put(row, "win_round_" + t + "/" + who, Comparison.of(judge, mode, inputs.evaluation(), now, earlier.get(t)).winRate().soft());
        }
        String previous = last == 0 ? "win_base/" + who : "win_round_" + last + "/" + who;
        row.put("win_previous/" + who, row.get(previous));
        row.put("win_previous/" + who + "_se", row.get(previous + "_se"));
        return base.perPrompt();
    }

    private void fresh(Map<String, Double> row, Path policy, Path trained, Seeds seeds, StopSignal stop) {
        List<Answer> answers = play.draw(policy, inputs.fresh(), config.samples(), seeds, stop);
        List<Verdict> verdicts = play.verdicts(inputs.judge(), inputs.fresh(), answers);
        List<TrainingPair> pairs = play.fresh(inputs.fresh(), answers, verdicts);
        if (pairs.size() > 1) {
            double[][] ratios = play.logRatiosOfEach(trained, play.reference(policy, pairs));
            put(row, "fresh/chosen", Estimate.of(ratios[0]));
            put(row, "fresh/rejected", Estimate.of(ratios[1]));
        }
    }

    private static void put(Map<String, Double> row, String name, Estimate estimate) {
        row.put(name, estimate.mean());
        row.put(name + "_se", estimate.standardError());
    }
}
