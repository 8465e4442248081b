package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.Estimate;
import dev.plackett.evaluate.WinRate;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
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
        return WinRate.of(judge.judge(contests), k, mode).soft();
    }
}
