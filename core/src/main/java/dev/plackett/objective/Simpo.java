package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Simple preference optimisation (Meng et al. 2024, eq. 6): −log σ(β log π_θ(y_w)/|y_w| − β log π_θ(y_l)/|y_l| − γ). No reference; likelihoods per token, and
 * a margin to be reached.
 *
 * @param beta  β, above 0; the paper has 2 to 2.5
 * @param gamma γ, at least 0
 */
public record Simpo(double beta, double gamma) implements Objective {

    public Simpo {
        Options.requirePositive("beta", beta);
        Options.require(gamma >= 0 && Double.isFinite(gamma), "simpo_gamma", gamma, "at least 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.LENGTH);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * (pair.chosen() / pair.chosenLength() - pair.rejected() / pair.rejectedLength()) - gamma;
            double slope = -beta * Logistic.sigmoid(-x);
            return new PairLoss.Term(-Logistic.logSigmoid(x), slope / pair.chosenLength(), -slope / pair.rejectedLength());
        });
    }

    /** {@code simpo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 2, "what scales log-likelihoods per token");
        private static final Option<Double> GAMMA = Option.number("simpo_gamma", 1, "margin to be reached, in units of the scaled log-likelihoods");

        @Override
        public String name() {
            return "simpo";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA, GAMMA);
        }

        @Override
        public Objective create(Options options) {
            return new Simpo(options.get(BETA), options.get(GAMMA));
        }
    }
}
