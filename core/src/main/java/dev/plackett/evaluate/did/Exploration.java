package dev.plackett.evaluate.did;

/**
 * How an update changes what a policy tries, exactly, on a finite space. The quantities are ours: DID entropy alone does not order them.
 *
 * @param didEntropy       H(q) in nats
 * @param overlap          I, above 0 for reinforcing, below 0 for smoothing
 * @param entropyChange    H(π) − H(π_ref)
 * @param forwardKl        KL(π ‖ π_ref)
 * @param reverseKl        KL(π_ref ‖ π)
 * @param outside          probability under π of what lies outside π_ref's top-p set
 * @param referenceOutside the same under π_ref: at most 1 − p
 * @param effectiveSupport exp H(π)
 */
public record Exploration(double didEntropy, double overlap, double entropyChange, double forwardKl, double reverseKl, double outside,
    double referenceOutside, double effectiveSupport) {

    /** With the top-p set of probability 0.9. */
    public static Exploration of(FinitePolicy policy, FinitePolicy reference) {
        return of(policy, reference, 0.9);
    }

    /** With a top-p set of one's own, p in (0, 1). */
    public static Exploration of(FinitePolicy policy, FinitePolicy reference, double p) {
        Did did = Did.of(policy, reference);
        int[] top = reference.top(p);
        return new Exploration(did.entropy(), did.overlap(), policy.entropy() - reference.entropy(), policy.divergence(reference),
            reference.divergence(policy), 1 - policy.mass(top), 1 - reference.mass(top), policy.effectiveSupport());
    }
}
