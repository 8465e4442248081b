package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;

/**
 * Identity preference optimisation (Azar et al. 2023, eq. 17): (Δ − 1/(2β))².
 *
 * @param beta β (the paper's τ), above 0
 * @param form whether Δ sums log-ratios over tokens (the paper; the SPPO authors' code) or averages them per sequence (TRL)
 */
record Ipo(double beta, Form form) implements Objective {

    /** What Δ is made of. */
    public enum Form { SUMMED, TOKEN_MEAN }

    Ipo {
        Options.require(beta > 0, "beta", beta, "above 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.PAIR, Grain.SEQUENCE, Column.REFERENCE, Column.LENGTH);
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        double[] length = signals.column(Column.LENGTH);
        return PairLoss.mean(signals, carry, beta, pair -> {
            double w = form == Form.SUMMED ? 1 : 1 / Math.max(1, length[pair.chosenIndex()]);
            double l = form == Form.SUMMED ? 1 : 1 / Math.max(1, length[pair.rejectedIndex()]);
            double r = w * pair.a() - l * pair.b() - 1 / (2 * beta);
            return new PairLoss.Term(r * r, 2 * r * w, -2 * r * l);
        });
    }
}
