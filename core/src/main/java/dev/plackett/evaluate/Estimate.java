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

    /** 97.5 % quantiles of Student's t with 1, 2, … degrees of freedom. */
    private static final double[] STUDENT = {12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448,
        2.1314, 2.1199, 2.1098, 2.1009, 2.0930, 2.0860};

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

    /** Two-sided 95 % interval of the mean of few normal observations (Student's t); NaN for fewer than two. */
    public double[] studentInterval() {
        int freedom = n - 1;
        // Beyond the table the first terms of the expansion in 1/ν are right to three digits.
        double t = freedom <= 0 ? Double.NaN : freedom <= STUDENT.length ? STUDENT[freedom - 1]
            : 1.959964 + 2.372271 / freedom + 2.822499 / ((double) freedom * freedom);
        return new double[] {mean - t * standardError, mean + t * standardError};
    }
}
