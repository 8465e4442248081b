package dev.plackett.evaluate;

import java.util.Arrays;

/**
 * A mean with its standard error.
 *
 * @param mean          the mean
 * @param standardError standard deviation of the mean (divisor n − 1); NaN for fewer than two observations
 * @param n             observations
 */
public record Estimate(double mean, double standardError, int n) {

    /** From independent observations. */
    public static Estimate of(double... values) {
        int n = values.length;
        double mean = Arrays.stream(values).average().orElse(Double.NaN);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Estimate(mean, n < 2 ? Double.NaN : Math.sqrt(squares / (n - 1) / n), n);
    }

    /** From clusters (a prompt and its samples), which are independent of each other but not within: the mean of the clusters' means. */
    public static Estimate ofClusters(double[][] clusters) {
        return of(Arrays.stream(clusters).filter(c -> c.length > 0).mapToDouble(c -> Arrays.stream(c).average().orElseThrow()).toArray());
    }

    /** Two-sided 95 % interval by the normal approximation. */
    public double[] interval() {
        return new double[] {mean - 1.96 * standardError, mean + 1.96 * standardError};
    }
}
