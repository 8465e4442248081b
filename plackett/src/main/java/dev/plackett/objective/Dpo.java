package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;

/**
 * Direct preference optimisation (Rafailov et al. 2023, eq. 7), with the label smoothing of its conservative form:
 * −(1−ε) log σ(βΔ) − ε log σ(−βΔ).
 *
 * @param beta      β, above 0
 * @param smoothing ε in [0, ½): the probability that a label is wrong
 */
record Dpo(double beta, double smoothing) implements Objective {

    Dpo {
        Options.require(beta > 0, "beta", beta, "above 0");
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
}
