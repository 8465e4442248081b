package dev.plackett.recipe.tuning;

import dev.plackett.data.Column;
import dev.plackett.data.file.Kind;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Unit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a training's units are: which rows of a file become one, and which objectives can read it. */
enum Form {
    /** A chosen and a rejected answer. The label is certain, so P(chosen beats rejected) is 1. */
    PAIR("preference pairs", EnumSet.of(Kind.PREFERENCE), EnumSet.of(Unit.PAIR),
        Set.of(Column.REFERENCE, Column.LENGTH, Column.PAIR_WIN, Column.COLLISION)),
    /** One sequence. */
    EXAMPLE("rows to learn from", EnumSet.of(Kind.COMPLETION, Kind.TEXT, Kind.MESSAGES, Kind.TOKENS), EnumSet.of(Unit.EXAMPLE),
        Set.of(Column.REFERENCE, Column.LENGTH, Column.COLLISION));

    private final String plural;
    private final Set<Kind> kinds;
    private final Set<Unit> units;
    private final Set<Column> offered;

    Form(String plural, Set<Kind> kinds, Set<Unit> units, Set<Column> offered) {
        this.plural = plural;
        this.kinds = kinds;
        this.units = units;
        this.offered = offered;
    }

    /** Whether rows of that kind become units. */
    boolean accepts(Kind kind) {
        return kinds.contains(kind);
    }

    /** What a file should hold, for errors. */
    String expected() {
        return plural + ": rows with " + kinds.stream().map(k -> String.join(" + ", new java.util.TreeSet<>(k.required()))).collect(Collectors.joining(", or "));
    }

    /** Why an objective cannot be trained on such units; empty when it can. */
    Optional<String> problem(String objective, Needs needs) {
        if (!units.contains(needs.unit())) {
            return Optional.of(objective + " looks at one " + needs.unit().name().toLowerCase(Locale.ROOT) + " at a time, and the data is " + plural);
        }
        Set<Column> missing = new HashSet<>(needs.columns());
        missing.removeAll(offered);
        return missing.isEmpty() ? Optional.empty()
            : Optional.of(objective + " reads " + missing.stream().map(Column::name).sorted().toList() + ", which " + plural + " do not have");
    }
}
