package dev.plackett.objective.energy;

/** log Σ exp(x), in one pass for the maximum and one for the sum; a step of a small model spends its time in loops like these. */
final class LogSum {

    private LogSum() {}

    /** log Σ exp(x); −∞ for no numbers, and for numbers that are all −∞. */
    static double of(double[] x) {
        double max = Double.NEGATIVE_INFINITY;
        for (double v : x) {
            max = Math.max(max, v);
        }
        if (Double.isInfinite(max)) {
            return max;
        }
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - max);
        }
        return max + Math.log(sum);
    }

    /** log(eᵃ + eᵇ). */
    static double of(double a, double b) {
        double max = Math.max(a, b);
        return Double.isInfinite(max) ? max : max + Math.log1p(Math.exp(-Math.abs(a - b)));
    }
}
