package dev.plackett.data;

/**
 * One unit of an objective: a sequence, a pair or a group, with the columns that belong to it.
 *
 * @param batch   the unit's sequences; a pair is (chosen, rejected)
 * @param columns numbers that came with the data (reference log-likelihoods, win rates)
 * @param <B>     the kind of data
 */
public record Example<B extends Batch<B>>(B batch, Columns columns) {

    /** Number of sequences. */
    public int sequences() {
        return batch.sequences();
    }
}
