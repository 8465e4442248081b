package dev.plackett.model;

import dev.plackett.data.Batch;
import dev.plackett.data.Column;
import java.util.Set;

/**
 * Gives sequences their scores: log-likelihoods of a language model, or any unnormalised score such as a ranker's.
 *
 * @param <B> the kind of data it reads
 */
public interface Scorer<B extends Batch<B>> {

    /** Columns that it can compute beside the scores, when they are asked for. */
    default Set<Column> offers() {
        return Set.of();
    }

    /** Scores without a graph. */
    Scores score(B batch, Want want);

    /** Scores with a graph that {@link Tape#backward} uses; the caller closes the tape. */
    Tape record(B batch, Want want);
}
