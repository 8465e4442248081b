package dev.plackett.model;

import dev.plackett.data.Columns;
import dev.plackett.data.Starts;

/**
 * Scores of a batch's sequences, in float64.
 *
 * @param values        log-likelihoods (or unnormalised scores), one per element of the grain asked for
 * @param sequenceStart where each sequence's elements begin; one more entry than sequences
 * @param columns       further columns that were asked for; {@link dev.plackett.data.Column#LENGTH} always
 */
public record Scores(double[] values, int[] sequenceStart, Columns columns) {

    public Scores {
        Starts.check("scores", sequenceStart, values.length);
    }
}
