package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Direct preference optimisation (Rafailov et al. 2023, eq. 7), with the label smoothing of its conservative form:
 * −(1−ε) log σ(βΔ) − ε log σ(−βΔ). TRL 1.13 accepts the smoothing here and ignores it; we apply it.
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
public record Dpo(double beta, double smoothing) implements Objective {

    public Dpo {
        Options.require(beta > 0 && Double.isFinite(beta), "beta", beta, "above 0");
        Options.require(smoothing >= 0 && smoothing < 0.5, "label_smoothing", smoothing, "at least 0 and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * pair.delta();
            double value = -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x);
            return PairLoss.Term.ofDelta(value, beta * (smoothing - Logistic.sigmoid(-x)));
        });
    }

    /** {@code dpo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 0.1, "how strongly the policy is held to the reference");
        private static final Option<Double> SMOOTHING = Option.number("label_smoothing", 0, "probability that a label is wrong, below 0.5");

        @Override
        public String name() {
            return "dpo";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA, SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new Dpo(options.get(BETA), options.get(SMOOTHING));
        }
    }
}
