package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Metrics;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Option;
import dev.plackett.objective.Options;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import java.util.List;
import java.util.Set;

/**
 * Self-normalised likelihood (arXiv 2503.07021; the NWJ bound): −mean f(x) + b + mean exp(f(y) − log q(y) − b) − 1, least when b = log Z. The learnt b belongs
 * to the model: what is scored is f − b, with b an output bias or a learnt log-normaliser ({@code EnergyPlan.normalized}), so that the optimiser moves it like
 * any other parameter and the coefficients are the exact derivative.
 */
public record Snl() implements Objective {

    /** Logarithms above this have no exponential in float64. */
    private static final double LARGEST = 700;

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA, Column.NOISE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        EnergyRows rows = EnergyRows.whole(signals);
        rows.expectNoiseAtData();
        double[] a = rows.logWeights(0);
        double logG = ImportanceWeights.logMean(a, rows.logWeight());
        if (logG > LARGEST) {
            throw new ArithmeticException("the mean weight of the noise is exp(" + logG + "), beyond all numbers: the learnt constant is too far from log Z; "
                + "begin it there, bound the network, or take meco");
        }
        ImportanceWeights weights = ImportanceWeights.of(a, rows.logWeight(), logG, 0);
        double[] coefficient = new double[signals.policy().length];
        for (int i = 0; i < rows.data().length; i++) {
            coefficient[rows.data()[i]] = -rows.weight()[i];
        }
        for (int j = 0; j < a.length; j++) {
            coefficient[rows.noise()[j]] = weights.omega()[j];
        }
        return new Outcome(-rows.meanOfData() + weights.sum() - 1, coefficient, Outcome.Kind.GRADIENT, weights.log(new Metrics()).stats(), carry);
    }

    /** {@code snl} in recipes. */
    public static final class Provider implements EnergyObjectiveProvider {

        @Override
        public String name() {
            return "snl";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("nwj");
        }

        @Override
        public List<Option<?>> options() {
            return List.of();
        }

        @Override
        public Objective create(Options options) {
            return new Snl();
        }
    }
}
