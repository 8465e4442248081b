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
 * Contrastive divergence (Hinton 2002): −mean f(x⁺) + mean f(x⁻), x⁻ samples of the model in the place of noise, from chains that begin at the data or that
 * persist. The samples are constants. Against f growing without limit: + penalty·(mean f(x⁺)² + mean f(x⁻)²).
 *
 * @param penalty at least 0; 0.1 to 1 is usual
 */
public record ContrastiveDivergence(double penalty) implements Objective {

    public ContrastiveDivergence {
        Options.require(penalty >= 0 && Double.isFinite(penalty), "penalty", penalty, "at least 0");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        EnergyRows rows = EnergyRows.whole(signals);
        double[] coefficient = new double[signals.policy().length];
        double data = rows.meanOfData();
        double model = 0;
        double squares = 0;
        for (int i = 0; i < rows.data().length; i++) {
            double f = rows.f(i);
            squares += rows.weight()[i] * f * f;
            coefficient[rows.data()[i]] = rows.weight()[i] * (2 * penalty * f - 1);
        }
        for (int j = 0; j < rows.noise().length; j++) {
            double f = rows.sample(j);
            double w = Math.exp(rows.logWeight()[j]);
            model += w * f;
            squares += w * f * f;
            coefficient[rows.noise()[j]] = w * (2 * penalty * f + 1);
        }
        return new Outcome(model - data + penalty * squares, coefficient, Outcome.Kind.GRADIENT,
            new Metrics().add("scores/data", data).add("scores/model", model).stats(), carry);
    }

    /** {@code contrastive_divergence} in recipes. */
    public static final class Provider implements EnergyObjectiveProvider {

        private static final Option<Double> PENALTY = Option.number("penalty", 0, "factor of the mean squared scores");

        @Override
        public String name() {
            return "contrastive_divergence";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("cd", "pcd");
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PENALTY);
        }

        @Override
        public Objective create(Options options) {
            return new ContrastiveDivergence(options.get(PENALTY));
        }
    }
}
