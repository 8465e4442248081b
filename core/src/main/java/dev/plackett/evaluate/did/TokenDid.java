package dev.plackett.evaluate.did;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The DID of the next token, averaged over the positions of responses. Equal to the sequence's DID only where the ratio factorises without context.
 *
 * @param entropy   mean H(q_t) in nats
 * @param share     mean of H(q_t)/log n_t over positions with at least two candidates, in [0, 1]; NaN where there is none
 * @param overlap   mean overlap index I_t over those positions, both policies renormalised on the candidates: above 0 the next token is reinforced, below 0 smoothed
 * @param positions how many positions
 * @param tokens    mean n_t, the number of candidates
 * @param forced    share of positions with a single candidate
 */
public record TokenDid(double entropy, double share, double overlap, int positions, double tokens, double forced) {

    /** What reaches this probability under either policy is a candidate; the rest is numerical noise. */
    public static final double TOP_P = 0.999;

    /**
     * One position.
     *
     * @param entropy H(q_t) over the candidates
     * @param overlap I_t = log n_t − log Z_t
     * @param tokens  how many
     */
    public record Position(double entropy, double overlap, int tokens) {}

    /**
     * One position, on the union of the two policies' top-p tokens.
     *
     * @param policy    logits or log-probabilities {@code [V]}
     * @param reference the same of the reference
     * @param p         in (0, 1]; 1 is the whole vocabulary
     */
    public static Position at(double[] policy, double[] reference, double p) {
        if (policy.length != reference.length || !(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("logits over " + policy.length + " and " + reference.length + " tokens at p " + p
                + ", expected one vocabulary and a p in (0, 1]");
        }
        FinitePolicy one = FinitePolicy.softmax(policy);
        FinitePolicy other = FinitePolicy.softmax(reference);
        int[] candidates = IntStream.concat(Arrays.stream(one.top(p)), Arrays.stream(other.top(p))).distinct().toArray();
        Did did = Did.of(among(one, candidates), among(other, candidates));
        return new Position(did.entropy(), did.overlap(), candidates.length);
    }

    /** Over positions, at least one. */
    public static TokenDid of(List<Position> positions) {
        if (positions.isEmpty()) {
            throw new IllegalArgumentException("no position to average over");
        }
        return new TokenDid(positions.stream().mapToDouble(Position::entropy).average().orElseThrow(),
            positions.stream().filter(t -> t.tokens > 1).mapToDouble(t -> t.entropy / Math.log(t.tokens)).average().orElse(Double.NaN),
            positions.stream().filter(t -> t.tokens > 1).mapToDouble(Position::overlap).average().orElse(Double.NaN), positions.size(),
            positions.stream().mapToDouble(Position::tokens).average().orElseThrow(),
            positions.stream().filter(t -> t.tokens == 1).count() / (double) positions.size());
    }

    private static FinitePolicy among(FinitePolicy policy, int[] candidates) {
        return FinitePolicy.softmax(Arrays.stream(candidates).mapToDouble(v -> policy.logs()[v]).toArray());
    }
}
