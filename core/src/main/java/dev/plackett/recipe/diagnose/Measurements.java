package dev.plackett.recipe.diagnose;

import dev.plackett.evaluate.did.HiddenSum;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.evaluate.did.TokenDid;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the models say: all that a diagnosis is computed from.
 *
 * @param table       the pairs
 * @param longest     most tokens of a sample
 * @param reference   the reference as a policy
 * @param policy      the trained policy
 * @param checkpoints others, in the order of training
 * @param sums        the reference's hidden states over each response, chosen and rejected in turn
 * @param tokens      token-level DID along the policy's samples
 * @param texts       decodes tokens for people to look at
 */
record Measurements(PairTable table, int longest, PolicyView reference, Optional<PolicyView> policy, List<PolicyView> checkpoints,
    List<HiddenSum> sums, Optional<TokenDid> tokens, Texts texts) {

    /**
     * Texts of the pairs.
     *
     * @param prompts  by pair
     * @param chosen   by pair
     * @param rejected by pair
     */
    record Texts(List<String> prompts, List<String> chosen, List<String> rejected) {}

    /** Pairs of one side of the split under a policy. */
    List<ScoredPair> pairs(PolicyView view, boolean heldOut) {
        return at(heldOut).mapToObj(view.pairs()::get).toList();
    }

    /** Where pairs of one side stand in the table. */
    IntStream at(boolean heldOut) {
        return IntStream.range(0, table.rows().size()).filter(i -> table.rows().get(i).heldOut() == heldOut);
    }

    /** Whether no response at all tells policy and reference apart by more than rounding. */
    boolean unmoved() {
        return policy.isPresent() && policy.get().pairs().stream().allMatch(p -> same(p.chosen()) && same(p.rejected()))
            && policy.get().own().prompts().stream().flatMap(p -> p.samples().stream()).allMatch(Measurements::same);
    }

    private static boolean same(Scored response) {
        return Math.abs(response.ratio()) < Scored.ROUNDING;
    }
}
