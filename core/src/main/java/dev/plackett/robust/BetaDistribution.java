package dev.plackett.robust;

import java.util.Arrays;

/**
 * The Beta(α, β) distribution, of which Flag Aggregator takes workers' qualities to be draws: Beta(1, ½). Qualities are clipped to [1e-9, 1 − 1e-9]
 * where logarithms are taken, since converged subspaces explain some gradients whole.
 *
 * @param alpha α, above 0
 * @param beta  β, above 0
 */
public record BetaDistribution(double alpha, double beta) {

    /** Beta(1, ½), the paper's. */
    public static final BetaDistribution PAPER = new BetaDistribution(1, 0.5);

    private static final double EDGE = 1e-9;
    private static final double LARGEST = 1e6;

    public BetaDistribution {
        if (!(alpha > 0 && beta > 0 && Double.isFinite(alpha) && Double.isFinite(beta))) {
            throw new IllegalArgumentException("expected α and β above 0, found " + alpha + " and " + beta);
        }
    }

    /**
     * The most likely one for some numbers in [0, 1], by Newton's method on the two equations of mean logarithms, in log α and log β. Numbers that
     * are all equal have none; what comes is narrow, with α + β of about 1e6.
     *
     * @throws IllegalArgumentException for fewer than two numbers
     */
    public static BetaDistribution fit(double... values) {
        if (values.length < 2) {
            throw new IllegalArgumentException("a fit needs at least 2 numbers, found " + values.length);
        }
        double logMean = Arrays.stream(values).map(v -> Math.log(clip(v))).average().orElseThrow();
        double logRest = Arrays.stream(values).map(v -> Math.log1p(-clip(v))).average().orElseThrow();
        double mean = Arrays.stream(values).map(BetaDistribution::clip).average().orElseThrow();
        double variance = Arrays.stream(values).map(v -> (clip(v) - mean) * (clip(v) - mean)).average().orElseThrow();
        double size = Math.min(LARGEST, Math.max(0.1, variance == 0 ? LARGEST : mean * (1 - mean) / variance - 1));
        double a = Math.max(1e-3, mean * size);
        double b = Math.max(1e-3, (1 - mean) * size);
        for (int step = 0; step < 200; step++) {
            double g = Gamma.digamma(a) - Gamma.digamma(a + b) - logMean;
            double h = Gamma.digamma(b) - Gamma.digamma(a + b) - logRest;
            double both = Gamma.trigamma(a + b);
            double aa = (Gamma.trigamma(a) - both) * a;
            double bb = (Gamma.trigamma(b) - both) * b;
            double determinant = aa * bb - both * a * both * b;
            double da = -(g * bb + h * both * b) / determinant;
            double db = -(h * aa + g * both * a) / determinant;
            double damping = Math.min(1, 1 / Math.max(Math.abs(da), Math.abs(db)));
            if (a + b >= LARGEST || Math.max(Math.abs(da), Math.abs(db)) < 1e-12) {
                break;
            }
            a *= Math.exp(damping * da);
            b *= Math.exp(damping * db);
        }
        return new BetaDistribution(a, b);
    }

    private static double clip(double v) {
        if (!(v >= -1e-6 && v <= 1 + 1e-6)) {
            throw new IllegalArgumentException("expected numbers from 0 to 1, found " + v);
        }
        return Math.min(1 - EDGE, Math.max(EDGE, v));
    }

    /**
     * −Σ log density, with ε added to 1 − v, so that the paper's Beta(1, ½), whose density is infinite at 1, has a finite one: Σ ½ log(1−v+ε) + log 2
     * for it.
     */
    public double negativeLogLikelihood(double[] values, double epsilon) {
        double constant = Gamma.log(alpha) + Gamma.log(beta) - Gamma.log(alpha + beta);
        return Arrays.stream(values).map(v -> constant - (alpha == 1 ? 0 : (alpha - 1) * Math.log(Math.max(EDGE, v)))
            - (beta - 1) * Math.log(Math.max(0, 1 - v) + epsilon)).sum();
    }

    /** P(V ≤ v). */
    public double cumulative(double v) {
        return v <= 0 ? 0 : v >= 1 ? 1 : Gamma.incompleteBeta(alpha, beta, v);
    }

    /** Kolmogorov's distance, the largest between this distribution's function and that of some numbers; in [0, 1]. */
    public double distance(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            double expected = cumulative(sorted[i]);
            largest = Math.max(largest, Math.max(expected - (double) i / sorted.length, (i + 1.0) / sorted.length - expected));
        }
        return largest;
    }
}
