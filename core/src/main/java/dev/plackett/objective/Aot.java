package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Alignment via optimal transport on pairs (Melnyk et al. 2024): the policy's margins log π_θ(y_w) − log π_θ(y_l) of the step are sorted, the reference's as
 * well, and the k-th is compared with the k-th: −(1−ε) log σ(βd) − ε log σ(−βd). The whole distribution of margins is to lie above the reference's.
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
public record Aot(double beta, double smoothing) implements Objective {

    public Aot {
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
        double[] reference = pairs.stream().mapToDouble(p -> p.referenceChosen() - p.referenceRejected()).sorted().toArray();
        int[] rank = ranks(pairs, p -> p.chosen() - p.rejected());
        List<PairLoss.Term> terms = IntStream.range(0, rank.length).mapToObj(i -> {
            double x = beta * (pairs.get(i).chosen() - pairs.get(i).rejected() - reference[rank[i]]);
            double value = -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x);
            return PairLoss.Term.ofDelta(value, beta * (smoothing - Logistic.sigmoid(-x)));
        }).toList();
        return PairLoss.mean(signals, carry, (metrics, pair) -> metrics.pair(pair, beta), pairs, terms);
    }

    /** The place of each pair when all are sorted by a number; of equal ones the earlier comes first. */
    static int[] ranks(List<Pair> pairs, ToDoubleFunction<Pair> number) {
        int[] order = IntStream.range(0, pairs.size()).boxed().sorted(Comparator.comparingDouble(i -> number.applyAsDouble(pairs.get(i))))
            .mapToInt(Integer::intValue).toArray();
        int[] rank = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            rank[order[k]] = k;
        }
        return rank;
    }

    /** {@code aot} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "aot";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, PairOptions.SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new Aot(options.get(PairOptions.BETA), options.get(PairOptions.SMOOTHING));
        }
    }
}
