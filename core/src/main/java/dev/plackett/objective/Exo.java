package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.Set;

/**
 * Efficient exact optimisation (Ji et al. 2024) on pairs: the divergence of the pair's softmax, p = σ(βΔ), from the labels smoothed by ε,
 * p (log p − log(1−ε)) + (1−p) (log(1−p) − log ε).
 *
 * @param beta      β, above 0
 * @param smoothing ε in (0, ½): the probability that a label is wrong
 */
public record Exo(double beta, double smoothing) implements Objective {

    public Exo {
        Options.requirePositive("beta", beta);
        Options.require(smoothing > 0 && smoothing < 0.5, "label_smoothing", smoothing,
            "above 0 (the divergence from a certain label is infinite) and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, beta, pair -> {
            double x = beta * pair.delta();
            double p = Logistic.sigmoid(x);
            double q = Logistic.sigmoid(-x);
            double value = p * (Logistic.logSigmoid(x) - Math.log(1 - smoothing)) + q * (Logistic.logSigmoid(-x) - Math.log(smoothing));
            return PairLoss.Term.ofDelta(value, beta * p * q * (x - Math.log((1 - smoothing) / smoothing)));
        });
    }

    /** {@code exo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> SMOOTHING = Option.number("label_smoothing", 1e-3, "probability that a label is wrong, above 0 and below 0.5");

        @Override
        public String name() {
            return "exo";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("exo_pair");
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new Exo(options.get(PairOptions.BETA), options.get(SMOOTHING));
        }
    }
}
