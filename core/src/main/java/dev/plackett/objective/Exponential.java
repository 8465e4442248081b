package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * The exponential loss of boosting on half of DPO's margin: e^(−βΔ/2). A strictly proper loss, so that it has DPO's optimum; a wrong label weighs heavily.
 * Ours, as a control. Beyond an exponent of {@value BoundedExp#LIMIT} it goes on as a straight line.
 *
 * @param beta β, above 0
 */
public record Exponential(double beta) implements Objective {

    public Exponential {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = -0.5 * beta * pair.delta();
            return PairLoss.Term.ofDelta(BoundedExp.value(x), -0.5 * beta * BoundedExp.slope(x));
        });
    }

    /** {@code exponential} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "exponential";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA);
        }

        @Override
        public Objective create(Options options) {
            return new Exponential(options.get(PairOptions.BETA));
        }
    }
}
