package dev.plackett.data;

import java.util.List;

/**
 * What a scorer scores at once: sequences (of points, rows), cut into pieces that can be computed apart.
 *
 * @param <B> the concrete kind
 */
public sealed interface Batch<B extends Batch<B>> permits TokenBatch, MaskedBatch, PointBatch {

    /** Number of sequences. */
    int sequences();

    /** Number of scored tokens (or samples, or rows). */
    long scoredTokens();

    /** What computing it costs, in tokens (of points, in rows). */
    long cost();

    /** This batch followed by others, in order. */
    B join(List<B> next);

    /** The smallest parts that can be scored apart with the same result: one sequence each, in order. */
    List<B> pieces();
}
