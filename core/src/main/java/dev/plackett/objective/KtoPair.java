package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Kahneman–Tversky optimisation (Ethayarajh et al. 2024) on pairs: 1 − σ(β(a − z_l)) + 1 − σ(β(z_w − b)). The point of reference z is an estimate of
 * KL(π_θ‖π_ref), no less than 0 and without gradient; on pairs it is the step's mean log-ratio of the other side's answers, as in TRL's former
 * {@code kto_pair}. {@link Kto} is the paper's loss, with its own estimate.
 *
 * @param beta β, above 0
 */
public record KtoPair(double beta) implements Objective {

    public KtoPair {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        List<Pair> pairs = PairLoss.pairs(signals);
        double chosen = mean(pairs, Pair::a);
        double rejected = mean(pairs, Pair::b);
        List<PairLoss.Term> terms = pairs.stream().map(pair -> {
            double p = Logistic.sigmoid(beta * (pair.a() - rejected));
            double q = Logistic.sigmoid(beta * (chosen - pair.b()));
            return new PairLoss.Term(2 - p - q, -beta * p * (1 - p), beta * q * (1 - q));
        }).toList();
        Outcome outcome = PairLoss.mean(signals, carry, (metrics, pair) -> metrics.pair(pair, beta).add("kl", (chosen + rejected) / 2), pairs, terms);
        return new Outcome(outcome.value(), outcome.coefficient(), Outcome.Kind.SURROGATE, outcome.metrics(), carry);
    }

    private static double mean(List<Pair> pairs, ToDoubleFunction<Pair> ratio) {
        return Math.max(0, pairs.stream().mapToDouble(ratio).average().orElse(0));
    }

    /** {@code kto_pair} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "kto_pair";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new KtoPair(options.get(PairOptions.BETA));
        }
    }
}
