package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Logistic;
import dev.plackett.objective.Metrics;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import java.util.List;

/**
 * Noise-contrastive estimation (Gutmann and Hyvärinen 2010): logistic regression of data against noise with logit G = f − log q − log ν,
 * ½ mean softplus(−G(x)) + ½ ν mean softplus(G(y)). The model's constant belongs to f: its output bias, or a learnt log-normaliser.
 *
 * @param nu ν, noise per datum, above 0; 1 for as much noise as data
 */
public record Nce(double nu) implements Objective {

    public Nce {
        Options.requirePositive("nu", nu);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA, Column.NOISE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        EnergyRows rows = EnergyRows.whole(signals);
        double[] coefficient = new double[signals.policy().length];
        double logNu = Math.log(nu);
        double value = 0;
        double right = 0;
        for (int i = 0; i < rows.data().length; i++) {
            double g = rows.logRatio(i) - logNu;
            double w = 0.5 * rows.weight()[i];
            value -= w * Logistic.logSigmoid(g);
            coefficient[rows.data()[i]] = -w * Logistic.sigmoid(-g);
            right += g > 0 ? w : 0;
        }
        for (int j = 0; j < rows.noise().length; j++) {
            double g = rows.logWeightOf(j) - logNu;
            double w = 0.5 * Math.exp(rows.logWeight()[j]);
            value -= g == Double.NEGATIVE_INFINITY ? 0 : nu * w * Logistic.logSigmoid(-g);
            coefficient[rows.noise()[j]] = nu * w * Logistic.sigmoid(g);
            right += g < 0 ? w : 0;
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, new Metrics().add("accuracy", right).stats(), carry);
    }

    /** {@code nce} in recipes. */
    public static final class Provider implements EnergyObjectiveProvider {

        private static final Option<Double> NU = Option.number("nu", 1, "noise per datum");

        @Override
        public String name() {
            return "nce";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(NU);
        }

        @Override
        public Objective create(Options options) {
            return new Nce(options.get(NU));
        }
    }
}
