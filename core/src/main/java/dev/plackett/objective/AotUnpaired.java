package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Alignment via optimal transport without pairs (Melnyk et al. 2024): the log-ratios of all chosen answers of the step are sorted, those of the rejected as
 * well, and the k-th is compared with the k-th: −(1−ε) log σ(βd) − ε log σ(−βd).
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
public record AotUnpaired(double beta, double smoothing) implements Objective {

    public AotUnpaired {
        Options.requirePositive("beta", beta);
        Options.require(smoothing >= 0 && smoothing < 0.5, "label_smoothing", smoothing, "at least 0 and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        List<Pair> pairs = PairLoss.pairs(signals);
        int[] chosen = Aot.ranks(pairs, Pair::a);
        int[] rejected = Aot.ranks(pairs, Pair::b);
        double[] a = pairs.stream().mapToDouble(Pair::a).sorted().toArray();
        double[] b = pairs.stream().mapToDouble(Pair::b).sorted().toArray();
        double[] value = IntStream.range(0, a.length).mapToDouble(k -> value(a[k] - b[k])).toArray();
        double[] slope = IntStream.range(0, a.length).mapToDouble(k -> beta * (smoothing - Logistic.sigmoid(-beta * (a[k] - b[k])))).toArray();
        // A pair's value is that of its chosen answer's place; its rejected answer may stand elsewhere.
        List<PairLoss.Term> terms = IntStream.range(0, a.length)
            .mapToObj(i -> new PairLoss.Term(value[chosen[i]], slope[chosen[i]], -slope[rejected[i]])).toList();
        return PairLoss.mean(signals, carry, (metrics, pair) -> metrics.pair(pair, beta), pairs, terms);
    }

    private double value(double difference) {
        return -(1 - smoothing) * Logistic.logSigmoid(beta * difference) - smoothing * Logistic.logSigmoid(-beta * difference);
    }

    /** {@code aot_unpaired} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "aot_unpaired";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, PairOptions.SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new AotUnpaired(options.get(PairOptions.BETA), options.get(PairOptions.SMOOTHING));
        }
    }
}
