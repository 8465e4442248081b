package dev.plackett.recipe.diagnose;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;

/**
 * A pair as tokens.
 *
 * @param heldOut whether nothing was trained on it
 * @param line    where it stands in its file
 * @param prompt  name of its prompt, the same for all pairs of one prompt
 * @param row     prompt, chosen and rejected response
 */
record PairRow(boolean heldOut, int line, String prompt, Row row) {

    /** Scored tokens of the chosen response (0) or the rejected one (1). */
    int tokens(int answer) {
        return row.branches().get(answer).scoredLength();
    }

    TokenBatch batch() {
        return TokenBatch.of(row);
    }
}
