package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Anchored preference optimisation, "down" (D'Oosterlinck et al. 2024): σ(βa) + 1 − σ(βΔ). Both answers become less likely, the rejected one more so:
 * for a model that is better than the data.
 *
 * @param beta β, above 0
 */
public record ApoDown(double beta) implements Objective {

    public ApoDown {
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
            double q = Logistic.sigmoid(beta * pair.delta());
            double slope = beta * q * (1 - q);
            return new PairLoss.Term(p + 1 - q, beta * p * (1 - p) - slope, slope);
        });
    }

    /** {@code apo_down} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "apo_down";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new ApoDown(options.get(PairOptions.BETA));
        }
    }
}
