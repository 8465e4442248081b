package dev.plackett.evaluate.did;

import dev.plackett.evaluate.Estimate;
import java.util.List;
import java.util.Map;

/**
 * How far a policy has moved, from samples of it and of its reference: what to plot every entropy against, and what goes beside it.
 *
 * @param forwardKl       KL(π ‖ π_ref), from the policy's samples
 * @param reverseKl       KL(π_ref ‖ π), from the reference's samples
 * @param entropyChange   H(π) − H(π_ref), prompt by prompt
 * @param policyTokens    mean length of the policy's samples
 * @param referenceTokens mean length of the reference's
 * @param matched         prompts whose mean lengths differ by no more than {@link #LENGTHS_MAY_DIFFER}
 */
public record Movement(Estimate forwardKl, Estimate reverseKl, Estimate entropyChange, double policyTokens, double referenceTokens, List<String> matched) {

    /** Relative difference of mean lengths above which DID entropy is confounded with length. */
    public static final double LENGTHS_MAY_DIFFER = 0.1;

    /**
     * Measures.
     *
     * @param policy    samples of π
     * @param reference samples of π_ref, of the same prompts
     */
    public static Movement of(SampleSet policy, SampleSet reference) {
        if (!policy.proposal().equals(Proposal.policy()) || !reference.proposal().equals(Proposal.reference())) {
            throw new IllegalArgumentException("samples of " + policy.proposal().label() + " and " + reference.proposal().label()
                + ", expected those of policy and reference");
        }
        Map<String, PromptSamples> others = reference.byPrompt();
        if (!others.keySet().equals(policy.byPrompt().keySet())) {
            throw new IllegalArgumentException("policy and reference were sampled on different prompts");
        }
        double[] change = policy.prompts().stream().mapToDouble(p -> mean(others.get(p.prompt()), true) - mean(p, false)).toArray();
        double policyTokens = policy.mean(Scored::tokens).mean();
        double referenceTokens = reference.mean(Scored::tokens).mean();
        List<String> matched = policy.prompts().stream().filter(p -> !differ(p.meanTokens(), others.get(p.prompt()).meanTokens()))
            .map(PromptSamples::prompt).toList();
        return new Movement(policy.mean(Scored::ratio), reference.mean(s -> -s.ratio()), Estimate.of(change), policyTokens, referenceTokens, matched);
    }

    /** Whether lengths differ by so much that a DID's entropy says more about length than about content. */
    public boolean lengthConfounded() {
        return differ(policyTokens, referenceTokens);
    }

    private static boolean differ(double policy, double reference) {
        return Math.abs(policy - reference) > LENGTHS_MAY_DIFFER * reference;
    }

    private static double mean(PromptSamples p, boolean reference) {
        return p.samples().stream().mapToDouble(s -> reference ? s.reference() : s.policy()).average().orElseThrow();
    }
}
