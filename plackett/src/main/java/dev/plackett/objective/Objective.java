package dev.plackett.objective;

/**
 * A rule that turns log-likelihoods into one number per log-likelihood; that number times the gradient of the log-likelihood is the whole update.
 * Pure, in float64; no tensor, no model. Implementations are records, one per loss; a user's own loss lives in their own jar.
 */
public interface Objective {

    /** What it asks for. */
    Needs needs();

    /**
     * Value and coefficients.
     *
     * @param signals complete units with the columns of {@link #needs()}
     * @param carry   the state that the last step left, {@link Carry#empty()} at first
     */
    Outcome evaluate(Signals signals, Carry carry);
}
