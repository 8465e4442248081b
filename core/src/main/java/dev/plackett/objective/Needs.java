package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Set;

/**
 * What an objective asks for.
 *
 * @param unit    what it looks at together
 * @param grain   what one log-likelihood stands for
 * @param columns the columns it reads beside the policy's log-likelihoods
 */
public record Needs(Unit unit, Grain grain, Set<Column> columns) {

    public Needs {
        columns = Set.copyOf(columns);
    }

    /** Needs with the columns listed. */
    public static Needs of(Unit unit, Grain grain, Column... columns) {
        return new Needs(unit, grain, Set.of(columns));
    }
}
