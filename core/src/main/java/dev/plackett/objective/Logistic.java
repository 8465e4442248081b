package dev.plackett.objective;

/** The logistic function and its logarithm, without overflow. */
public final class Logistic {

    private Logistic() {}

    /** σ(x) = 1/(1 + e^−x). */
    public static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }

    /** log σ(x). */
    public static double logSigmoid(double x) {
        return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
    }
}
