package dev.plackett.recipe.sppo;

import dev.plackett.evaluate.LengthControlled;
import dev.plackett.evaluate.WinRate;
import dev.plackett.event.StopSignal;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.WinProbability;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Two policies on the same prompts: sample s of one meets sample s of the other, read in both orders.
 *
 * @param wins    for each prompt the probabilities that ours wins, one per sample
 * @param lengths the same comparisons, one by one, with the lengths of both answers
 */
record Comparison(double[][] wins, List<LengthControlled.Comparison> lengths) {

    /**
     * Lets them meet.
     *
     * @param ours   answers, the same number for every prompt, prompt by prompt
     * @param theirs answers of the other policy; its samples are met in turn
     * @param stop   asked between batches
     */
    static Comparison of(Judge judge, WinProbability mode, List<Task> tasks, List<Answer> ours, List<Answer> theirs,
                         StopSignal stop) {
        int k = ours.size() / tasks.size();
        int l = theirs.size() / tasks.size();
        List<Contest> contests = new ArrayList<>();
        for (int p = 0; p < tasks.size(); p++) {
            for (int s = 0; s < k; s++) {
                contests.add(new Contest(tasks.get(p).text(), List.of(ours.get(p * k + s).text(), theirs.get(p * l + s % l).text())));
            }
        }
        double[][] wins = WinRate.byPrompt(judge.judge(contests, stop), k, mode);
        List<LengthControlled.Comparison> lengths = new ArrayList<>();
        for (int i = 0; i < contests.size(); i++) {
            List<String> answers = contests.get(i).candidates();
            lengths.add(LengthControlled.Comparison.of(answers.get(1).length(), answers.get(0).length(), wins[i / k][i % k]));
        }
        return new Comparison(wins, lengths);
    }

    /** Soft and hard win rate with standard errors over prompts. */
    WinRate winRate() {
        return WinRate.of(wins);
    }

    /** What the win rate would be if both answers were of the same length. */
    LengthControlled lengthControlled() {
        return LengthControlled.minimal(lengths);
    }

    /** The mean win probability of each prompt. */
    double[] perPrompt() {
        return Arrays.stream(wins).mapToDouble(w -> Arrays.stream(w).average().orElseThrow()).toArray();
    }
}
