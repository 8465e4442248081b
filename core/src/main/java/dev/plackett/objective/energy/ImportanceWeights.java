package dev.plackett.objective.energy;

import dev.plackett.objective.Metrics;

/**
 * Importance weights ω_j = w_j/(B u) of a batch of noise, as they multiply ∇f, and what they tell about the noise.
 *
 * @param omega the weights
 * @param sum   their sum; 1 in expectation when u = Z
 * @param logG  log of the batch's mean weight ĝ
 * @param logU  log u, what they are divided by
 */
record ImportanceWeights(double[] omega, double sum, double logG, double logU) {

    /** Rounding of the exponents at |log u| of 1e6 stays far below it. */
    private static final double TOLERANCE = 1e-6;

    /** log of the mean of w, from the logarithms a of the weights and those of what each counts. */
    static double logMean(double[] a, double[] logWeight) {
        double[] terms = new double[a.length];
        for (int j = 0; j < a.length; j++) {
            terms[j] = a[j] + logWeight[j];
        }
        return LogSum.of(terms);
    }

    /** The weights that a divisor u gives. */
    static ImportanceWeights of(double[] a, double[] logWeight, double logG, double logU) {
        double[] omega = new double[a.length];
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            omega[j] = Math.exp(a[j] + logWeight[j] - logU);
            sum += omega[j];
        }
        if (!Double.isFinite(sum)) {
            throw new ArithmeticException("importance weights overflow: the batch's log mean weight is " + logG + ", the average they are divided by "
                + logU + "; divide by the average that includes the batch, or raise gamma");
        }
        return new ImportanceWeights(omega, sum, logG, logU);
    }

    /**
     * Since u ≥ γĝ, no weight and no sum of weights exceeds 1/γ.
     *
     * @throws IllegalStateException when that does not hold: the average is not the one that took this batch in
     */
    ImportanceWeights within(double gamma) {
        if (!(sum <= (1 + TOLERANCE) / gamma)) {
            throw new IllegalStateException("importance weights sum to " + sum + ", above 1/gamma = " + 1 / gamma);
        }
        return this;
    }

    /** Effective sample size of the batch, (Σω)²/Σω², as a share of its rows; 0 when no row has weight. On a batch it overstates: trust it from 10 rows on. */
    double effectiveShare() {
        double squares = 0;
        for (double w : omega) {
            squares += w / sum * (w / sum);
        }
        return sum == 0 ? 0 : 1 / squares / omega.length;
    }

    /** The largest weight's share of their sum. */
    double maxShare() {
        double max = 0;
        for (double w : omega) {
            max = Math.max(max, w);
        }
        return sum == 0 ? 0 : max / sum;
    }

    /** What every step logs. */
    Metrics log(Metrics metrics) {
        metrics.add("omega/sum", sum).add("omega/max_share", maxShare()).add("ess", effectiveShare()).add("log_u", logU);
        return logG == Double.NEGATIVE_INFINITY ? metrics.add("noise/dead", 1) : metrics.add("log_g", logG).add("noise/dead", 0);
    }
}
