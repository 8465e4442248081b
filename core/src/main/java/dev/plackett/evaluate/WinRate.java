package dev.plackett.evaluate;

import dev.plackett.judge.Verdict;
import dev.plackett.judge.WinProbability;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often one model beats another on the same prompts. Prompts are independent, samples of one prompt are not: standard errors are over prompts.
 *
 * @param soft mean of the probabilities of winning
 * @param hard mean of 1 for a probability above ½, 0 below, ½ for a draw
 */
public record WinRate(Estimate soft, Estimate hard) {

    /**
     * From probabilities.
     *
     * @param byPrompt for each prompt the probabilities that the first model's answer beats the second's, one per pair of samples
     */
    public static WinRate of(double[][] byPrompt) {
        double[][] decided = Arrays.stream(byPrompt).map(row -> Arrays.stream(row).map(p -> (Math.signum(p - 0.5) + 1) / 2).toArray()).toArray(double[][]::new);
        return new WinRate(Estimate.ofClusters(byPrompt), Estimate.ofClusters(decided));
    }

    /**
     * From verdicts on two candidates, the first model's answer and the second's. A verdict has both orders of presentation, so that a judge's taste for
     * the first or second place cancels.
     *
     * @param verdicts  prompt by prompt
     * @param perPrompt verdicts of one prompt
     */
    public static WinRate of(List<Verdict> verdicts, int perPrompt, WinProbability mode) {
        return of(byPrompt(verdicts, perPrompt, mode));
    }

    /** The probabilities that the first candidate wins, prompt by prompt. */
    public static double[][] byPrompt(List<Verdict> verdicts, int perPrompt, WinProbability mode) {
        if (perPrompt < 1 || verdicts.size() % perPrompt != 0) {
            throw new IllegalArgumentException(verdicts.size() + " verdicts are no multiple of " + perPrompt + " per prompt");
        }
        return IntStream.range(0, verdicts.size() / perPrompt).mapToObj(p -> verdicts.subList(p * perPrompt, (p + 1) * perPrompt).stream()
            .mapToDouble(v -> first(v, mode)).toArray()).toArray(double[][]::new);
    }

    private static double first(Verdict verdict, WinProbability mode) {
        if (verdict.size() != 2) {
            throw new IllegalArgumentException("a win rate needs verdicts on two candidates, found one on " + verdict.size());
        }
        return mode.matrix(verdict)[0][1];
    }
}
