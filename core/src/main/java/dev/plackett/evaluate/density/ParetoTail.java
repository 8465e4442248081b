package dev.plackett.evaluate.density;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How heavy the upper tail of importance weights is: the shape k of a generalised Pareto distribution fitted to the largest of them (Zhang and Stephens 2009,
 * with the weak prior of Vehtari et al. 2024). Moments of order 1/k and above do not exist.
 */
public final class ParetoTail {

    /** The share of the weights that counts as tail. */
    public static final double SHARE = 0.2;
    /** Above it the mean itself is out of reach of any number of draws that one can afford. */
    public static final double UNUSABLE = 0.7;
    /** Above it the variance does not exist. */
    public static final double NO_VARIANCE = 0.5;

    /** Fewest weights in a tail. */
    private static final int LEAST = 5;
    private static final double PRIOR_WEIGHT = 10;
    private static final double PRIOR = 0.5;

    private ParetoTail() {}

    /** k of the largest {@value #SHARE} of the weights, by their logarithms; NaN where there are fewer than 25 or the tail does not vary. */
    public static double shape(double[] logWeights) {
        double[] sorted = logWeights.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int tail = (int) (SHARE * n);
        if (tail < LEAST || sorted[n - 1] == sorted[n - tail - 1] || Double.isInfinite(sorted[n - 1])) {
            return Double.NaN;
        }
        double top = sorted[n - 1];
        double threshold = Math.exp(sorted[n - tail - 1] - top);
        return shapeOfExceedances(IntStream.range(n - tail, n).mapToDouble(i -> Math.exp(sorted[i] - top) - threshold).toArray());
    }

    /** k of numbers above 0, sorted. */
    static double shapeOfExceedances(double[] x) {
        int n = x.length;
        int grid = 30 + (int) Math.sqrt(n);
        double quarter = Math.max(x[(int) (n / 4.0 + 0.5) - 1], 1e-12 * x[n - 1]);
        double[] theta = new double[grid];
        double[] likelihood = new double[grid];
        for (int j = 0; j < grid; j++) {
            theta[j] = 1 / x[n - 1] + (1 - Math.sqrt(grid / (j + 0.5))) / (3 * quarter);
            double k = shape(theta[j], x);
            likelihood[j] = n * (Math.log(-theta[j] / k) - k - 1);
        }
        double most = Arrays.stream(likelihood).filter(l -> !Double.isNaN(l)).max().orElse(Double.NaN);
        double weights = 0;
        double mean = 0;
        for (int j = 0; j < grid; j++) {
            double w = Double.isNaN(likelihood[j]) ? 0 : Math.exp(likelihood[j] - most);
            weights += w;
            mean += w * theta[j];
        }
        return (n * shape(mean / weights, x) + PRIOR_WEIGHT * PRIOR) / (n + PRIOR_WEIGHT);
    }

    private static double shape(double theta, double[] x) {
        double sum = 0;
        for (double v : x) {
            sum += Math.log1p(-theta * v);
        }
        return sum / x.length;
    }
}
