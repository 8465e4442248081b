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

    /** Token-mean negative log-likelihood. */
    static Objective sft() {
        return new Sft();
    }

    /** DPO without label smoothing. */
    static Objective dpo(double beta) {
        return new Dpo(beta, 0);
    }

    /** DPO with label smoothing ε (0 for none). */
    static Objective dpo(double beta, double labelSmoothing) {
        return new Dpo(beta, labelSmoothing);
    }

    /** IPO on summed log-ratios (the paper). */
    static Objective ipo(double beta) {
        return new Ipo(beta, Ipo.Form.SUMMED);
    }

    /** IPO on token-mean log-ratios (TRL). */
    static Objective ipoTokenMean(double beta) {
        return new Ipo(beta, Ipo.Form.TOKEN_MEAN);
    }

    /** SPPO as released, on best and worst answer; its {@code with} and {@code on} methods give every option. */
    static Sppo sppo(double eta) {
        return Sppo.pairs(eta);
    }

    /** Bradley–Terry on unnormalised scores, with label smoothing ε (0 for none). */
    static Objective bradleyTerry(double labelSmoothing) {
        return new BradleyTerry(labelSmoothing);
    }

    /**
     * The objective of that name, with options by key; see {@link ObjectiveProvider}.
     *
     * @throws IllegalArgumentException naming what is unknown and what is nearest
     */
    static Objective named(String name, java.util.Map<String, ?> options) {
        return ObjectiveProvider.named(name).create(options);
    }
}
