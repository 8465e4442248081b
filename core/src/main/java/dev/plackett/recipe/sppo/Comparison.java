package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.Estimate;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Verdict;
import dev.plackett.judge.WinProbability;
import java.util.ArrayList;
import java.util.List;

/** Two policies on the same prompts: sample s of one meets sample s of the other, read in both orders. */
final class Comparison {

    private Comparison() {}

    /**
     * The mean probability that {@code ours} beats {@code theirs}, with the standard error over prompts.
     *
     * @param ours   answers, the same number for every prompt, prompt by prompt
     * @param theirs at least as many answers per prompt
     */
    static Estimate winRate(Judge judge, WinProbability mode, List<Task> tasks, List<Answer> ours, List<Answer> theirs) {
        int k = ours.size() / tasks.size();
        int l = theirs.size() / tasks.size();
        List<Contest> contests = new ArrayList<>();
        for (int p = 0; p < tasks.size(); p++) {
            for (int s = 0; s < k; s++) {
                contests.add(new Contest(tasks.get(p).text(), List.of(ours.get(p * k + s).text(), theirs.get(p * l + s % l).text())));
            }
        }
        List<Verdict> verdicts = judge.judge(contests);
        double[][] wins = new double[tasks.size()][k];
        for (int p = 0; p < tasks.size(); p++) {
            for (int s = 0; s < k; s++) {
                wins[p][s] = mode.matrix(verdicts.get(p * k + s))[0][1];
            }
        }
        return Estimate.ofClusters(wins);
    }
}
