package dev.plackett.objective;

import dev.plackett.data.Grain;

/**
 * −log σ(f_w − f_l) on unnormalised scores: how pair rankers and reward models are trained (LLM-Blender's "instructgpt" loss).
 *
 * @param smoothing ε in [0, ½): the probability that a label is wrong
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
        double right = 0;
        for (int u = 0; u < signals.units(); u++) {
            Pair pair = PairLoss.pair(signals, u);
            right += pair.chosen() > pair.rejected() ? 1 : 0;
        }
        return PairLoss.mean(signals, carry, 1, pair -> {
            double x = pair.chosen() - pair.rejected();
            double value = -(1 - smoothing) * Logistic.logSigmoid(x) - smoothing * Logistic.logSigmoid(-x);
            return PairLoss.Term.ofDelta(value, smoothing - Logistic.sigmoid(-x));
        }, java.util.Map.of("accuracy", new Stat(right, signals.units())));
    }
}
