package dev.plackett.evaluate;

import java.util.Arrays;

/** Sums of numbers that are known by their logarithms; nothing is exponentiated before it is at most 0. */
public final class LogSpace {

    private static final double LOG_TWO = Math.log(2);

    private LogSpace() {}

    /** log Σ exp(x); −∞ for no numbers, and for numbers that are all −∞. */
    public static double sum(double... x) {
        double max = Arrays.stream(x).max().orElse(Double.NEGATIVE_INFINITY);
        return Double.isInfinite(max) ? max : max + Math.log(Arrays.stream(x).map(v -> Math.exp(v - max)).sum());
    }

    /** log of the mean of exp(x). */
    public static double mean(double... x) {
        return sum(x) - Math.log(x.length);
    }

    /** log of the mean of eᵃ and eᵇ. */
    public static double middle(double a, double b) {
        return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))) - LOG_TWO;
    }

    /** x − log Σ exp(x). */
    public static double[] normalised(double... x) {
        double sum = sum(x);
        return Arrays.stream(x).map(v -> v - sum).toArray();
    }

    /** exp(x) / Σ exp(x). */
    public static double[] softmax(double... x) {
        double sum = sum(x);
        return Arrays.stream(x).map(v -> Math.exp(v - sum)).toArray();
    }

    /** Entropy in nats of softmax(x): log Σ exp(x) − Σ softmax(x)·x. */
    public static double entropy(double... x) {
        double sum = sum(x);
        return -Arrays.stream(x).map(v -> v == Double.NEGATIVE_INFINITY ? 0 : Math.exp(v - sum) * (v - sum)).sum();
    }
}
