package dev.plackett.model;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Set;

/**
 * What to compute for a batch.
 *
 * @param grain   what one number stands for
 * @param columns further columns to compute in the same pass
 */
public record Want(Grain grain, Set<Column> columns) {

    /** One log-likelihood per sequence. */
    public static final Want SEQUENCES = new Want(Grain.SEQUENCE, Set.of());
    /** One log-likelihood per scored token. */
    public static final Want TOKENS = new Want(Grain.TOKEN, Set.of());

    public Want {
        columns = Set.copyOf(columns);
    }
}
