package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.List;

/**
 * −p log σ(f₁ − f₂) − (1 − p) log σ(f₂ − f₁) on unnormalised scores: how pair rankers and reward models are trained (Bradley and Terry 1952; for p = 1
 * LLM-Blender's "instructgpt" loss). p is {@link Column#PAIR_WIN} where the data has it, which lets the better answer stand second; else 1.
 * Logs {@code accuracy} and {@code margin} as TRL's reward trainer does, both from the better answer's side.
 *
 * @param smoothing ε in [0, ½): the probability that a label is wrong; p is drawn towards ½ by it
 */
public record BradleyTerry(double smoothing) implements Objective {

    public BradleyTerry {
        Options.require(smoothing >= 0 && smoothing < 0.5, "label_smoothing", smoothing, "at least 0 and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        return PairLoss.mean(signals, carry, (metrics, pair) -> {
            double margin = Math.signum(label(signals, pair) - 0.5) * (pair.chosen() - pair.rejected());
            metrics.add("accuracy", margin > 0 ? 1 : 0).add("margin", margin);
        }, pair -> {
            double x = pair.chosen() - pair.rejected();
            double p = smoothing + (1 - 2 * smoothing) * label(signals, pair);
            return PairLoss.Term.ofDelta(-p * Logistic.logSigmoid(x) - (1 - p) * Logistic.logSigmoid(-x), Logistic.sigmoid(x) - p);
        });
    }

    private static double label(Signals signals, Pair pair) {
        return signals.columns().has(Column.PAIR_WIN) ? signals.column(Column.PAIR_WIN)[pair.unit()] : 1;
    }

    /** {@code bradley_terry} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Double> SMOOTHING = Option.number("label_smoothing", 0, "probability that a label is wrong, below 0.5");

        @Override
        public String name() {
            return "bradley_terry";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(SMOOTHING);
        }

        @Override
        public Objective create(Options options) {
            return new BradleyTerry(options.get(SMOOTHING));
        }
    }
}
