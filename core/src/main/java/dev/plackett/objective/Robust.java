package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * Robust DPO (Chowdhury et al. 2024): [−(1−ε) log σ(βΔ) + ε log σ(−βΔ)] / (1−2ε), the unbiased estimate of DPO's loss when labels are flipped
 * with probability ε.
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
public record Robust(double beta, double smoothing) implements Objective {

    public Robust {
        Options.requirePositive("beta", beta);
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
            double scale = 1 / (1 - 2 * smoothing);
            double value = scale * (smoothing * Logistic.logSigmoid(-x) - (1 - smoothing) * Logistic.logSigmoid(x));
            return PairLoss.Term.ofDelta(value, -beta * scale * (smoothing * Logistic.sigmoid(x) + (1 - smoothing) * Logistic.sigmoid(-x)));
        });
    }

    /** {@code robust} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "robust";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, PairOptions.SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new Robust(options.get(PairOptions.BETA), options.get(PairOptions.SMOOTHING));
        }
    }
}
