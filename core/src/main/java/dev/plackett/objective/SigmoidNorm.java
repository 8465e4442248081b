package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * DPO on log-ratios per token: −(1−ε) log σ(βδ) − ε log σ(−βδ), δ = a/|y_w| − b/|y_l|. TRL's {@code sigmoid_norm}, where the smoothing changes
 * nothing; the reference-free form with a target margin is {@link Simpo}.
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
public record SigmoidNorm(double beta, double smoothing) implements Objective {

    public SigmoidNorm {
        Options.requirePositive("beta", beta);
        Options.require(smoothing >= 0 && smoothing < 0.5, "label_smoothing", smoothing, "at least 0 and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE, Column.LENGTH);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * pair.deltaPerToken();
            double value = -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x);
            double slope = beta * (smoothing - Logistic.sigmoid(-x));
            return new PairLoss.Term(value, slope / pair.chosenLength(), -slope / pair.rejectedLength());
        });
    }

    /** {@code sigmoid_norm} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> BETA = Option.number("beta", 0.1, "what scales log-ratios per token");

        @Override
        public String name() {
            return "sigmoid_norm";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(BETA, PairOptions.SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new SigmoidNorm(options.get(BETA), options.get(PairOptions.SMOOTHING));
        }
    }
}
