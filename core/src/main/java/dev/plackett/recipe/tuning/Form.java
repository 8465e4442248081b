package dev.plackett.recipe.tuning;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.file.Item;
import dev.plackett.data.file.Kind;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Unit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a training's units are: which rows of a file become one, what they hold beside their tokens, and which objectives can read it. */
enum Form {
    /** A chosen and a rejected answer. The label is certain, so P(chosen beats rejected) is 1. */
    PAIR("preference pairs", Unit.PAIR, EnumSet.of(Kind.PREFERENCE), Set.of(Column.PAIR_WIN), List.of("chosen", "rejected")) {
        @Override
        Columns columns(double[] data) {
            return Columns.of(Column.PAIR_WIN, 1);
        }

        @Override
        List<WatchedPair> watched(List<TuningRow> rows) {
            return rows.stream().map(WatchedPair::of).toList();
        }
    },
    /** An answer with a label, and then another row's answer, to estimate the divergence with. */
    LABELLED("labelled answers", Unit.LABELLED, EnumSet.of(Kind.LABELLED), Set.of(Column.LABEL), List.of("completion")) {
        @Override
        double[] data(Item item) {
            return new double[] {((Item.Labelled) item).label() ? 1 : 0};
        }

        @Override
        Columns columns(double[] data) {
            return Columns.of(Column.LABEL, data);
        }

        @Override
        List<WatchedPair> watched(List<TuningRow> rows) {
            return WatchedPair.ofLabels(rows);
        }
    },
    /** Answers with rewards. */
    GROUP("answers with rewards", Unit.GROUP, EnumSet.of(Kind.CANDIDATES), Set.of(Column.REWARD), List.of("candidate")) {
        @Override
        double[] data(Item item) {
            double[] rewards = ((Item.Candidates) item).rewards();
            if (rewards.length < 2) {
                throw new IllegalArgumentException("column 'rewards': expected one number per candidate, and two candidates at least; found " + rewards.length);
            }
            return rewards;
        }

        @Override
        Columns columns(double[] data) {
            return Columns.of(Column.REWARD, data);
        }

        @Override
        List<WatchedPair> watched(List<TuningRow> rows) {
            return rows.stream().flatMap(r -> WatchedPair.ofRewards(r).stream()).toList();
        }
    },
    /** One sequence. */
    EXAMPLE("rows to learn from", Unit.EXAMPLE, EnumSet.of(Kind.COMPLETION, Kind.TEXT, Kind.MESSAGES, Kind.TOKENS), Set.of(), List.of("completion"));

    private static final Set<Column> COMPUTED = Set.of(Column.REFERENCE, Column.LENGTH, Column.COLLISION, Column.GROUP);

    private final String plural;
    private final Unit unit;
    private final Set<Kind> kinds;
    private final Set<Column> held;
    private final List<String> answers;

    Form(String plural, Unit unit, Set<Kind> kinds, Set<Column> held, List<String> answers) {
        this.plural = plural;
        this.unit = unit;
        this.kinds = kinds;
        this.held = held;
        this.answers = answers;
    }

    /** Whether rows of that kind become units. */
    boolean accepts(Kind kind) {
        return kinds.contains(kind);
    }

    /** Whether it is what an objective looks at. */
    boolean of(Needs needs) {
        return needs.unit() == unit;
    }

    /**
     * What a row holds beside its tokens.
     *
     * @throws IllegalArgumentException naming the column that is missing
     */
    double[] data(Item item) {
        return new double[0];
    }

    /** The same as columns. */
    Columns columns(double[] data) {
        return Columns.none();
    }

    /** Better and worse answers among rows of one side of the split, to be followed through a training; none where a row has no worse one. */
    List<WatchedPair> watched(List<TuningRow> rows) {
        return List.of();
    }

    /** What the i-th answer of a row is called. */
    String answer(int i) {
        return answers.get(Math.min(i, answers.size() - 1));
    }

    /** What a file should hold, for errors. */
    String expected() {
        return plural + ": rows with " + kinds.stream().map(k -> String.join(" + ", new java.util.TreeSet<>(k.required()))).collect(Collectors.joining(", or "));
    }

    /** Why an objective cannot be trained on such units; empty when it can. */
    Optional<String> problem(String objective, Needs needs) {
        if (needs.unit() != unit) {
            String wanted = Stream.of(values()).filter(f -> f.of(needs)).map(f -> f.plural).findFirst().orElse(needs.unit().name());
            return Optional.of(objective + " learns from " + wanted + ", and the data is " + plural);
        }
        Set<Column> missing = new HashSet<>(needs.columns());
        missing.removeAll(held);
        missing.removeAll(COMPUTED);
        return missing.isEmpty() ? Optional.empty()
            : Optional.of(objective + " reads " + missing.stream().map(Column::name).sorted().toList() + ", which " + plural + " do not have");
    }
}
