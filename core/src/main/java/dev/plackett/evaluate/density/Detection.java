package dev.plackett.evaluate.density;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well scores tell what a model knows (positive, expected to score high) from what it does not.
 *
 * @param auroc P(a familiar row scores above a strange one), ties half
 * @param aupr  average precision: Σ (rise of recall)·precision over the different scores, from the highest; familiar rows are the positives
 * @param fpr95 share of strange rows scoring at or above the 5 % quantile of the familiar ones: false alarms missed when 95 % are let through
 */
public record Detection(double auroc, double aupr, double fpr95) {

    private static final double LET_THROUGH = 0.95;

    /**
     * Of scores.
     *
     * @param familiar of rows of the distribution, at least one
     * @param strange  of rows from outside, at least one
     * @throws IllegalArgumentException naming a score that is no number
     */
    public static Detection of(double[] familiar, double[] strange) {
        check("familiar", familiar);
        check("strange", strange);
        double[] scores = IntStream.concat(IntStream.range(0, familiar.length), IntStream.range(0, strange.length).map(i -> -1 - i))
            .mapToDouble(i -> i >= 0 ? familiar[i] : strange[-1 - i]).toArray();
        int[] order = IntStream.range(0, scores.length).boxed().sorted((a, b) -> Double.compare(scores[b], scores[a])).mapToInt(i -> i).toArray();
        double wins = 0;
        double precision = 0;
        double above = 0;
        double aboveStrange = 0;
        for (int from = 0; from < order.length;) {
            int to = from;
            double own = 0;
            while (to < order.length && scores[order[to]] == scores[order[from]]) {
                own += order[to++] < familiar.length ? 1 : 0;
            }
            double other = to - from - own;
            wins += own * (strange.length - aboveStrange - other / 2);
            above += own;
            aboveStrange += other;
            precision += own / familiar.length * above / (above + aboveStrange);
            from = to;
        }
        double threshold = lowQuantile(familiar);
        double missed = Arrays.stream(strange).filter(s -> s >= threshold).count();
        return new Detection(wins / familiar.length / strange.length, precision, missed / strange.length);
    }

    /** The 5 % quantile, with linear interpolation between neighbours (Hyndman and Fan's type 7). */
    private static double lowQuantile(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double at = (1 - LET_THROUGH) * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int next = Math.min(below + 1, sorted.length - 1);
        // Equal neighbours may both be infinite.
        return sorted[below] == sorted[next] ? sorted[below] : sorted[below] + (at - below) * (sorted[next] - sorted[below]);
    }

    private static void check(String what, double[] scores) {
        if (scores.length == 0) {
            throw new IllegalArgumentException("no " + what + " row has a score");
        }
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("the score of " + what + " row " + i + " is no number");
            }
        }
    }
}
