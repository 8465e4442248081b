package dev.plackett.data.points;

/** Probabilities of the standard normal distribution, by their logarithms, so that they do not vanish far out. */
final class NormalTail {

    private static final double LOG_ROOT = 0.5 * Math.log(2 * Math.PI);
    /** Where the series of the middle gives way to the continued fraction of the tail. */
    private static final double MIDDLE = 3;
    private static final int DEPTH = 60;

    private NormalTail() {}

    /** log P(a &lt; X &lt; b), a &lt; b. */
    static double logInterval(double a, double b) {
        if (b <= 0) {
            return logInterval(-b, -a);
        }
        if (a < 0) {
            return Math.log1p(-Math.exp(log(-a)) - Math.exp(log(b)));
        }
        double tail = log(a);
        return tail + Math.log(-Math.expm1(log(b) - tail));
    }

    /** log P(X &gt; x), x ≥ 0. */
    static double log(double x) {
        if (x > MIDDLE) {
            double fraction = x;
            for (int k = DEPTH; k > 0; k--) {
                fraction = x + k / fraction;
            }
            return -x * x / 2 - LOG_ROOT - Math.log(fraction);
        }
        // Φ(x) − ½ = φ(x)·(x + x³/3 + x⁵/15 + …)
        double term = x;
        double sum = x;
        for (int k = 1; term > 1e-17 * sum; k++) {
            term *= x * x / (2 * k + 1);
            sum += term;
        }
        return Math.log(0.5 - Math.exp(-x * x / 2 - LOG_ROOT) * sum);
    }
}
