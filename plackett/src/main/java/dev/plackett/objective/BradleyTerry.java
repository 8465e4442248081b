package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Map;

/**
 * −p log σ(f₁ − f₂) − (1 − p) log σ(f₂ − f₁) on unnormalised scores: how pair rankers and reward models are trained (for p = 1 LLM-Blender's
 * "instructgpt" loss). p is {@link Column#PAIR_WIN} where the data has it, which lets the better answer stand second; else 1.
 *
 * @param smoothing ε in [0, ½): the probability that a label is wrong; p is drawn towards ½ by it
 */
record BradleyTerry(double smoothing) implements Objective {

    BradleyTerry {
        Options.require(smoothing >= 0 && smoothing < 0.5, "label_smoothing", smoothing, "at least 0 and below 0.5");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] label = signals.columns().has(Column.PAIR_WIN) ? signals.column(Column.PAIR_WIN) : null;
        double right = 0;
        for (int u = 0; u < signals.units(); u++) {
            Pair pair = PairLoss.pair(signals, u);
            double sign = label == null ? 1 : Math.signum(label[u] - 0.5);
            right += sign * (pair.chosen() - pair.rejected()) > 0 ? 1 : 0;
        }
        return PairLoss.mean(signals, carry, 1, pair -> {
            double x = pair.chosen() - pair.rejected();
            double p = smoothing + (1 - 2 * smoothing) * (label == null ? 1 : label[pair.unit()]);
            double value = -p * Logistic.logSigmoid(x) - (1 - p) * Logistic.logSigmoid(-x);
            return PairLoss.Term.ofDelta(value, Logistic.sigmoid(x) - p);
        }, Map.of("accuracy", new Stat(right, signals.units())));
    }
}
