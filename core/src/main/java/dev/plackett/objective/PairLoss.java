package dev.plackett.objective;

import dev.plackett.data.Column;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What all losses on pairs share: the mean over pairs and the coefficients in their places. A loss is a {@link Rule}; what it logs is a {@link Log}. */
public final class PairLoss {

    private PairLoss() {}

    /**
     * One pair's loss and its derivatives.
     *
     * @param value    the loss
     * @param chosen   its derivative with respect to log π_θ(y_w)
     * @param rejected its derivative with respect to log π_θ(y_l)
     */
    public record Term(double value, double chosen, double rejected) {

        /** A term that depends on Δ alone. */
        public static Term ofDelta(double value, double slope) {
            return new Term(value, slope, -slope);
        }
    }

    /** A loss for one pair. */
    @FunctionalInterface
    public interface Rule {
        /** The pair's term, not yet divided. */
        Term at(Pair pair);
    }

    /** What to log of one pair. */
    @FunctionalInterface
    public interface Log {
        /** Adds the pair's numbers. */
        void pair(Metrics metrics, Pair pair);
    }

    /**
     * The mean of a rule over all pairs of the step, with TRL's metrics.
     *
     * @param beta scales the rewards that are logged, not the loss
     */
    public static Outcome mean(Signals signals, Carry carry, double beta, Rule rule) {
        return mean(signals, carry, (metrics, pair) -> metrics.pair(pair, beta), rule);
    }

    /** The mean of a rule over all pairs of the step. */
    public static Outcome mean(Signals signals, Carry carry, Log log, Rule rule) {
        List<Pair> pairs = pairs(signals);
        return mean(signals, carry, log, pairs, pairs.stream().map(rule::at).toList());
    }

    /** The mean of terms, one per pair; for losses that see all pairs of a step before they know one of them. */
    static Outcome mean(Signals signals, Carry carry, Log log, List<Pair> pairs, List<Term> terms) {
        double[] coefficient = new double[signals.policy().length];
        Metrics metrics = new Metrics();
        double value = 0;
        double n = signals.divisors().units();
        for (int u = 0; u < pairs.size(); u++) {
            Pair pair = pairs.get(u);
            Term term = terms.get(u);
            value += term.value() / n;
            fill(coefficient, signals, pair.chosenIndex(), term.chosen() / n);
            fill(coefficient, signals, pair.rejectedIndex(), term.rejected() / n);
            log.pair(metrics, pair);
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, metrics.stats(), carry);
    }

    /** All units as pairs. */
    static List<Pair> pairs(Signals signals) {
        double[] reference = Pair.column(signals, Column.REFERENCE);
        double[] length = Pair.column(signals, Column.LENGTH);
        return IntStream.range(0, signals.units()).mapToObj(u -> Pair.of(signals, u, reference, length)).toList();
    }

    private static void fill(double[] coefficient, Signals s, int sequence, double value) {
        Arrays.fill(coefficient, s.sequenceStart()[sequence], s.sequenceStart()[sequence + 1], value);
    }
}
