package dev.plackett.judge;

import java.util.ArrayList;
import java.util.List;

/**
 * Which prompts give a training pair of best and worst answer, and what is worth knowing about the pairs. Figures are over the pairs that are kept, but
 * for the two reasons to skip one.
 *
 * @param kept            indices of prompts whose pair trains
 * @param equalTexts      prompts whose best and worst answer have different scores and the same text
 * @param tied            prompts whose answers all have the same score
 * @param chosenBelowHalf pairs with P̂(chosen) &lt; ½; possible with a cyclic judge, and kept
 * @param chosenNotAbove  pairs with P̂(chosen) ≤ P̂(rejected); likewise
 */
public record PairSelection(List<Integer> kept, int equalTexts, int tied, int chosenBelowHalf, int chosenNotAbove) {

    /** What happens to pairs that cannot be told apart. */
    public enum Ties {
        /** They do not train. */
        SKIP,
        /** They train like all others (the released code). */
        KEEP
    }

    public PairSelection {
        kept = List.copyOf(kept);
    }

    /**
     * Selects among prompts that were ranked.
     *
     * @param candidates the texts that each ranking ranks
     */
    public static PairSelection of(List<List<String>> candidates, List<Ranking> rankings, Ties ties) {
        if (candidates.size() != rankings.size()) {
            throw new IllegalArgumentException(candidates.size() + " lists of candidates with " + rankings.size() + " rankings");
        }
        List<Integer> kept = new ArrayList<>();
        int equal = 0;
        int tied = 0;
        int below = 0;
        int notAbove = 0;
        for (int i = 0; i < rankings.size(); i++) {
            Ranking r = rankings.get(i);
            boolean same = candidates.get(i).get(r.chosen()).equals(candidates.get(i).get(r.rejected()));
            boolean level = r.tied();
            equal += same && !level ? 1 : 0;
            tied += level ? 1 : 0;
            if (ties == Ties.KEEP || !same && !level) {
                kept.add(i);
                below += r.winRate()[r.chosen()] < 0.5 ? 1 : 0;
                notAbove += r.winRate()[r.chosen()] <= r.winRate()[r.rejected()] ? 1 : 0;
            }
        }
        return new PairSelection(kept, equal, tied, below, notAbove);
    }
}
