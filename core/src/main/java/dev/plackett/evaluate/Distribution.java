package dev.plackett.evaluate;

import java.util.Arrays;

/**
 * What a set of numbers looks like: lengths of answers, say.
 *
 * @param n      how many
 * @param mean   mean
 * @param sd     standard deviation (divisor n − 1); NaN for fewer than two
 * @param min    smallest
 * @param q10    10 % quantile
 * @param median median
 * @param q90    90 % quantile
 * @param max    largest
 */
public record Distribution(int n, double mean, double sd, double min, double q10, double median, double q90, double max) {

    /** Of at least one number. */
    public static Distribution of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a distribution needs at least one number");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Estimate estimate = Estimate.of(values);
        return new Distribution(values.length, estimate.mean(), estimate.standardError() * Math.sqrt(values.length), sorted[0], quantile(sorted, 0.1),
            quantile(sorted, 0.5), quantile(sorted, 0.9), sorted[sorted.length - 1]);
    }

    /** A quantile of sorted numbers, with linear interpolation between neighbours (Hyndman and Fan's type 7, R's and NumPy's default). */
    static double quantile(double[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
