package dev.plackett.objective;

import dev.plackett.data.Column;
import java.util.HashMap;
import java.util.Map;

/** What all losses on pairs share: the mean over pairs, the coefficients in their places, and TRL's metrics. */
final class PairLoss {

    private PairLoss() {}

    /** One pair's loss and its derivatives with respect to the two log-likelihoods. */
    record Term(double value, double chosen, double rejected) {

        /** A term that depends on Δ alone. */
        static Term ofDelta(double value, double slope) {
            return new Term(value, slope, -slope);
        }
    }

    /** A loss for one pair. */
    interface Rule {
        Term at(Pair pair);
    }

    /**
     * The mean of a rule over all pairs.
     *
     * @param beta scales the rewards that are logged, not the loss
     */
    static Outcome mean(Signals signals, Carry carry, double beta, Rule rule) {
        return mean(signals, carry, beta, rule, Map.of());
    }

    /** The mean, with further metrics. */
    static Outcome mean(Signals signals, Carry carry, double beta, Rule rule, Map<String, Stat> more) {
        double[] coefficient = new double[signals.policy().length];
        double value = 0;
        Map<String, Stat> metrics = new HashMap<>(more);
        double n = signals.divisors().units();
        for (int u = 0; u < signals.units(); u++) {
            Pair pair = pair(signals, u);
            Term term = rule.at(pair);
            value += term.value() / n;
            fill(coefficient, signals, pair.chosenIndex(), term.chosen() / n);
            fill(coefficient, signals, pair.rejectedIndex(), term.rejected() / n);
            log(metrics, pair, beta, signals.columns().has(Column.REFERENCE));
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, metrics, carry);
    }

    /**
     * Unit {@code u} as a pair.
     *
     * @throws IllegalArgumentException when it does not hold exactly two sequences
     */
    static Pair pair(Signals s, int u) {
        int chosen = s.unitStart()[u];
        if (s.unitStart()[u + 1] - chosen != 2) {
            throw new IllegalArgumentException("unit " + u + " holds " + (s.unitStart()[u + 1] - chosen)
                + " sequences; a pair is one chosen and one rejected");
        }
        double[] reference = s.columns().has(Column.REFERENCE) ? s.column(Column.REFERENCE) : null;
        return new Pair(s.sum(s.policy(), chosen), s.sum(s.policy(), chosen + 1),
            reference == null ? 0 : s.sum(reference, chosen), reference == null ? 0 : s.sum(reference, chosen + 1), chosen, chosen + 1, u);
    }

    private static void fill(double[] coefficient, Signals s, int sequence, double value) {
        java.util.Arrays.fill(coefficient, s.sequenceStart()[sequence], s.sequenceStart()[sequence + 1], value);
    }

    private static void log(Map<String, Stat> metrics, Pair pair, double beta, boolean reference) {
        add(metrics, "logps/chosen", pair.chosen());
        add(metrics, "logps/rejected", pair.rejected());
        if (reference) {
            add(metrics, "rewards/chosen", beta * pair.a());
            add(metrics, "rewards/rejected", beta * pair.b());
            add(metrics, "rewards/margins", beta * pair.delta());
            add(metrics, "rewards/accuracies", pair.delta() > 0 ? 1 : 0);
            add(metrics, "log_ratio/chosen", pair.a());
            add(metrics, "log_ratio/rejected", pair.b());
        }
    }

    private static void add(Map<String, Stat> metrics, String name, double value) {
        metrics.merge(name, Stat.of(value), Stat::plus);
    }
}
