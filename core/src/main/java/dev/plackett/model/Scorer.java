package dev.plackett.model;

import dev.plackett.data.Batch;

/**
 * Gives sequences their scores: log-likelihoods of a language model, or any unnormalised score such as a ranker's.
 *
 * @param <B> the kind of data it reads
 */
public interface Scorer<B extends Batch<B>> {

    /** Scores without a graph. */
    Scores score(B batch, Want want);

    /** Scores with a graph that {@link Tape#backward} uses; the caller closes the tape. */
    Tape record(B batch, Want want);
}
