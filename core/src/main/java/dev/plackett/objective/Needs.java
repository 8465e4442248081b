package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.HashSet;
import java.util.Set;

/**
 * What an objective asks for.
 *
 * @param unit      what one unit is
 * @param wholeStep whether it looks at all units of an optimiser step together: every ℓ is needed before any coefficient is known
 * @param grain     what one log-likelihood stands for
 * @param columns   the columns it reads beside the policy's log-likelihoods
 */
public record Needs(Unit unit, boolean wholeStep, Grain grain, Set<Column> columns) {

    public Needs {
        columns = Set.copyOf(columns);
    }

    /** Needs with the columns listed, one unit at a time. */
    public static Needs of(Unit unit, Grain grain, Column... columns) {
        return new Needs(unit, false, grain, Set.of(columns));
    }

    /** The same over all units of a step. */
    public Needs overWholeStep() {
        return new Needs(unit, true, grain, columns);
    }

    /** The same in another grain. */
    public Needs at(Grain other) {
        return new Needs(unit, wholeStep, other, columns);
    }

    /** The same of another unit. */
    public Needs of(Unit other) {
        return new Needs(other, wholeStep, grain, columns);
    }

    /** With further columns. */
    public Needs with(Column... more) {
        Set<Column> all = new HashSet<>(columns);
        all.addAll(Set.of(more));
        return new Needs(unit, wholeStep, grain, all);
    }

    /** Whether the reference policy's log-likelihoods are read. */
    public boolean reference() {
        return columns.contains(Column.REFERENCE);
    }
}
