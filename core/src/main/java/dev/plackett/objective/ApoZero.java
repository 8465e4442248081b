package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Anchored preference optimisation, "zero" (D'Oosterlinck et al. 2024): 1 − σ(βa) + σ(βb). Chosen answers become likelier and rejected ones less
 * likely than they are under the reference: for data that is better than the model.
 *
 * @param beta β, above 0
 */
public record ApoZero(double beta) implements Objective {

    public ApoZero {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double p = Logistic.sigmoid(beta * pair.a());
            double q = Logistic.sigmoid(beta * pair.b());
            return new PairLoss.Term(1 - p + q, -beta * p * (1 - p), beta * q * (1 - q));
        });
    }

    /** {@code apo_zero} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "apo_zero";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new ApoZero(options.get(PairOptions.BETA));
        }
    }
}
