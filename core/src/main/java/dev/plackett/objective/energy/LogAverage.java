package dev.plackett.objective.energy;

/**
 * log u: the logarithm of a moving average of batch means of importance weights, an estimate of log Z. Never leaves the log domain, and is kept in float64: in
 * float32 the bound on the weights would fail by a percent at |log u| of 1e5.
 *
 * <p>With {@link Gamma#streaming} it is the log-mean-exp of everything it has seen, which is what a fixed reward under a fixed reference policy asks for:
 * log E exp(r/β).
 *
 * @param logU    the logarithm; NaN before the first batch
 * @param updates batches it has seen
 */
public record LogAverage(double logU, double updates) {

    /** Before the first batch. */
    public static LogAverage empty() {
        return new LogAverage(Double.NaN, 0);
    }

    /** Whether a batch has been seen. */
    public boolean started() {
        return updates > 0;
    }

    /** The weight γ of the next batch. */
    double weight(Gamma gamma) {
        return started() ? gamma.at(updates, logU) : 1;
    }

    /**
     * Takes a batch in: log((1 − γ)u + γ·ĝ). A batch without any weight is legal, but not as the only one.
     *
     * @param logG  log of the batch's mean weight; −∞ when no row has any
     * @param gamma how much it counts
     * @throws ArithmeticException when nothing has weight yet, or {@code logG} is NaN or +∞
     */
    public LogAverage update(double logG, Gamma gamma) {
        if (!(logG < Double.POSITIVE_INFINITY)) {
            throw new ArithmeticException("the logarithm of a batch's mean weight is " + logG + ", expected a number or minus infinity");
        }
        double g = weight(gamma);
        double next = g == 1 ? logG : LogSum.of(Math.log1p(-g) + logU, Math.log(g) + logG);
        if (next == Double.NEGATIVE_INFINITY) {
            throw new ArithmeticException("no noise row has any weight: the model's density is 0 wherever noise was drawn; widen the noise or begin"
                + " with a model that covers it");
        }
        return new LogAverage(next, updates + 1);
    }

    /** The same with the mean of exp(a) over a batch: {@code a} are log importance weights, or r/β of samples. */
    public LogAverage updateBy(double[] a, Gamma gamma) {
        return update(LogSum.of(a) - Math.log(a.length), gamma);
    }
}
