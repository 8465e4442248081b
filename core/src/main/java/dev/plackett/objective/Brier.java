package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * The Brier score of the pair's label: (1 − σ(βΔ))². A strictly proper loss on DPO's own margin, so that it has DPO's optimum; bounded, hence slow on pairs
 * that it gets wrong with certainty. Ours, as a control.
 *
 * @param beta β, above 0
 */
public record Brier(double beta) implements Objective {

    public Brier {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double wrong = Logistic.sigmoid(-beta * pair.delta());
            return PairLoss.Term.ofDelta(wrong * wrong, -2 * beta * wrong * wrong * (1 - wrong));
        });
    }

    /** {@code brier} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "brier";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new Brier(options.get(PairOptions.BETA));
        }
    }
}
