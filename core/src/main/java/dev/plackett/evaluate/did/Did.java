package dev.plackett.evaluate.did;

import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The differential information distribution from a reference to a policy on a finite space, exactly (Won et al. 2025, arXiv 2505.23761):
 * q(y) ∝ π(y)/π_ref(y), the distribution over responses that carry the evidence which turns π_ref into π by Bayes' rule. Every normaliser is kept, so that
 * DIDs can be inverted and chained.
 *
 * @param logRatio log π(y)/π_ref(y) {@code [V]}, in nats
 */
public record Did(double[] logRatio) {

    /** From π_ref to π, both over the same responses. */
    public static Did of(FinitePolicy policy, FinitePolicy reference) {
        return new Did(policy.logRatio(reference));
    }

    /** Number of responses. */
    public int size() {
        return logRatio.length;
    }

    /** log Z, Z = Σ π(y)/π_ref(y). */
    public double logZ() {
        return LogSpace.sum(logRatio);
    }

    /** q itself. For π ∝ π_ref·exp(R/β) it is softmax(R/β), whatever π_ref is. */
    public FinitePolicy distribution() {
        return FinitePolicy.softmax(logRatio);
    }

    /** H(q) in nats, at most log V, which it has without any update. It falls with the size of any update: compare at equal KL only. */
    public double entropy() {
        return LogSpace.entropy(logRatio);
    }

    /** I = log V − log Z: above 0 where the update reinforces (q goes with π_ref under the uniform measure), below 0 where it smooths. Ours. */
    public double overlap() {
        return Math.log(size()) - logZ();
    }

    /** From π back to π_ref. */
    public Did inverse() {
        return new Did(Arrays.stream(logRatio).map(r -> -r).toArray());
    }

    /** From π_ref to π and on to where {@code next} leads. */
    public Did then(Did next) {
        if (next.size() != size()) {
            throw new IllegalArgumentException("a DID over " + next.size() + " responses after one over " + size());
        }
        return new Did(IntStream.range(0, size()).mapToDouble(i -> logRatio[i] + next.logRatio[i]).toArray());
    }

    /** dH(q^(b))/db of the power family q^(b) ∝ q^b, which is −b·Var_{q^(b)}[log q] and never above 0. */
    public double entropySlope(double b) {
        FinitePolicy q = distribution();
        FinitePolicy powered = q.power(b);
        double mean = powered.mean(q.logs());
        return -b * powered.mean(Arrays.stream(q.logs()).map(l -> (l - mean) * (l - mean)).toArray());
    }

    /** The most likely event X with P(X | y) ∝ π(y)/π_ref(y): prior π_ref and evidence X give π. */
    public Evidence evidence() {
        double most = Arrays.stream(logRatio).max().orElseThrow();
        return new Evidence(Math.exp(-most), Arrays.stream(logRatio).map(r -> Math.exp(r - most)).toArray());
    }

    /**
     * An event that explains an update.
     *
     * @param probability P(X) under π_ref, which is also the factor α of the likelihood ratio
     * @param likelihood  P(X | y) {@code [V]}, in (0, 1], the largest 1
     */
    public record Evidence(double probability, double[] likelihood) {}
}
