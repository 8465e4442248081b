package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * DiscoPOP (Lu et al. 2024, "log-ratio modulated loss"), found by a search over programs: −log σ(x)·(1−m) + e^−x·m with x = βΔ, m = σ(x/τ).
 *
 * @param beta β, above 0
 * @param tau  τ in (0, 1]: how sharply the two parts give way to each other
 */
public record DiscoPop(double beta, double tau) implements Objective {

    public DiscoPop {
        Options.requirePositive("beta", beta);
        Options.require(tau > 0 && tau <= 1, "discopop_tau", tau, "above 0 and at most 1, or e^−x outgrows its weight");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * pair.delta();
            double m = Logistic.sigmoid(x / tau);
            double rest = Logistic.sigmoid(-x / tau);
            // One exponential: e^−x alone overflows where m makes up for it.
            double exponential = Math.exp(Logistic.logSigmoid(x / tau) - x);
            double value = exponential - Logistic.logSigmoid(x) * rest;
            double slope = (exponential * rest + Logistic.logSigmoid(x) * m * rest) / tau - exponential - Logistic.sigmoid(-x) * rest;
            return PairLoss.Term.ofDelta(value, beta * slope);
        });
    }

    /** {@code discopop} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> TAU = Option.number("discopop_tau", 0.05,
            "how sharply the logistic and the exponential part give way to each other; at most 1");

        @Override
        public String name() {
            return "discopop";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, TAU);
        }

        @Override
        public Objective create(Options options) {
            return new DiscoPop(options.get(PairOptions.BETA), options.get(TAU));
        }
    }
}
