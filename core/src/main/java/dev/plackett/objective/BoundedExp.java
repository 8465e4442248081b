package dev.plackett.objective;

/** e^x up to {@value #LIMIT}, and its tangent beyond: convex, differentiable, and finite in single precision, whatever a policy does. */
final class BoundedExp {

    /** e^80 is 5.5e34; single precision ends at 3.4e38. */
    static final double LIMIT = 80;

    private BoundedExp() {}

    /** The function. */
    static double value(double x) {
        return Math.exp(Math.min(x, LIMIT)) * (1 + Math.max(0, x - LIMIT));
    }

    /** Its derivative. */
    static double slope(double x) {
        return Math.exp(Math.min(x, LIMIT));
    }
}
