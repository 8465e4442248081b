package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;
import java.util.Set;

/**
 * Direct preference optimisation (Rafailov et al. 2023, eq. 7), with the label smoothing of its conservative form:
 * −(1−ε) log σ(βΔ) − ε log σ(−βΔ). TRL 1.13 accepts the smoothing here and ignores it; we apply it.
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
public record Dpo(double beta, double smoothing) implements Objective {

    public Dpo {
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
            double value = -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x);
            return PairLoss.Term.ofDelta(value, beta * (smoothing - Logistic.sigmoid(-x)));
        });
    }

    /** {@code dpo} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        @Override
        public String name() {
            return "dpo";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("sigmoid");
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, PairOptions.SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new Dpo(options.get(PairOptions.BETA), options.get(PairOptions.SMOOTHING));
        }
    }
}
