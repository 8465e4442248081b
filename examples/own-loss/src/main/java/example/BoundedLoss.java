package example;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Logistic;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.ObjectiveProvider;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.PairLoss;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import java.util.List;

/**
 * DPO's probability instead of its logarithm: 1 − σ(βΔ). It is bounded, so a pair far on the wrong side (a wrong label, perhaps) pulls little.
 *
 * @param beta β, above 0
 */
public record BoundedLoss(double beta) implements Objective {

    public BoundedLoss {
        Options.require(beta > 0, "beta", beta, "above 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double right = Logistic.sigmoid(beta * pair.delta());
            return PairLoss.Term.ofDelta(1 - right, -beta * right * (1 - right));
        });
    }

    /** {@code bounded} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 0.5, "what scales a log-ratio to a reward");

        @Override
        public String name() {
            return "bounded";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA);
        }

        @Override
        public Objective create(Options options) {
            return new BoundedLoss(options.get(BETA));
        }
    }
}
