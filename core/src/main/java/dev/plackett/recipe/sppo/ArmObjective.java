package dev.plackett.recipe.sppo;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.ChosenOnly;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Sppo;
import dev.plackett.objective.Unit;
import dev.plackett.recipe.sppo.SppoConfig.Preference;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The loss of an arm: SPPO with the run's options, or any objective by name. */
final class ArmObjective {

    /** What self-play's training data has. */
    private static final Set<Column> OFFERED = Set.of(Column.REFERENCE, Column.LENGTH, Column.WIN_RATE, Column.PAIR_WIN, Column.LOG_PARTITION, Column.SIMILARITY,
        Column.COLLISION);

    private ArmObjective() {}

    /**
     * The objective.
     *
     * @param eta SPPO's step
     * @throws IllegalArgumentException naming an unknown objective or option
     */
    static Objective of(SppoConfig config, SppoConfig.Arm arm, double eta) {
        if (!arm.sppo()) {
            Objective named = Objective.named(arm.method(), arm.options());
            return config.preference().train() == Preference.Answers.ALL ? named : ChosenOnly.onPairs(named);
        }
        if (!arm.options().isEmpty()) {
            throw new IllegalArgumentException("SPPO's options stand under 'preference' and its step under 'eta'; found options " + arm.options());
        }
        Preference p = config.preference();
        Unit unit = p.train() == Preference.Answers.ALL ? Unit.GROUP : Unit.PAIR;
        return new Sppo(eta, unit, p.target(), p.weight(), p.baseline(), p.baselineConstant(), p.similarityGate(), p.tokenMean());
    }

    /** Why an arm cannot be run; empty when it can. */
    static Optional<String> problem(SppoConfig config, SppoConfig.Arm arm) {
        Needs needs;
        try {
            needs = of(config, arm, 1).needs();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
        Set<Column> missing = new HashSet<>(needs.columns());
        missing.removeAll(OFFERED);
        if (!missing.isEmpty()) {
            return Optional.of(arm.method() + " reads " + missing.stream().map(Column::name).sorted().toList() + ", which self-play does not make");
        }
        if (needs.grain() != Grain.SEQUENCE) {
            return Optional.of(arm.method() + " asks for one log-likelihood per " + needs.grain().name().toLowerCase(java.util.Locale.ROOT)
                + "; self-play caches the reference per sequence");
        }
        if (needs.unit() == Unit.PAIR && config.preference().train() == Preference.Answers.ALL) {
            return Optional.of(arm.method() + " needs a best and a worst answer, and 'preference.train: all' trains on all of them");
        }
        return Optional.empty();
    }
}
