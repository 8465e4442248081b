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

/**
 * eNCE (Liu, Rosenfeld, Ravikumar, Risteski, arXiv 2110.11271): noise-contrastive estimation with the exponential loss,
 * ½ mean exp(−G(x)/2) + ½ mean exp(G(y)/2), G = f − log q, meant for normalised gradient descent ({@code Optimizer.normalized}).
 *
 * @param form the loss, or its logarithm, which has the same direction and cannot overflow
 */
public record Ence(Form form) implements Objective {

    /** Logarithms above this have no exponential in float64. */
    private static final double LARGEST = 700;

    /** What is minimised. */
    public enum Form { LOG, PLAIN }

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA, Column.NOISE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        EnergyRows rows = EnergyRows.whole(signals);
        int n = rows.data().length;
        double[] terms = new double[n + rows.noise().length];
        for (int i = 0; i < n; i++) {
            terms[i] = Math.log(0.5 * rows.weight()[i]) - 0.5 * rows.logRatio(i);
        }
        for (int j = 0; j < rows.noise().length; j++) {
            terms[n + j] = Math.log(0.5) + rows.logWeight()[j] + 0.5 * rows.logWeightOf(j);
        }
        double log = LogSum.of(terms);
        if (form == Form.PLAIN && log > LARGEST) {
            throw new ArithmeticException("the loss is exp(" + log + "), beyond all numbers: take its logarithm (form: log), which has the same direction");
        }
        double scale = form == Form.LOG ? log : 0;
        double[] coefficient = new double[signals.policy().length];
        for (int i = 0; i < n; i++) {
            coefficient[rows.data()[i]] = -0.5 * Math.exp(terms[i] - scale);
        }
        for (int j = 0; j < rows.noise().length; j++) {
            coefficient[rows.noise()[j]] = 0.5 * Math.exp(terms[n + j] - scale);
        }
        double value = form == Form.LOG ? log : Math.exp(log);
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, new Metrics().add("log_loss", log).stats(), carry);
    }

    /** {@code ence} in recipes. */
    public static final class Provider implements EnergyObjectiveProvider {

        private static final Option<Form> FORM = Option.choice("form", Form.LOG, "the loss or its logarithm");

        @Override
        public String name() {
            return "ence";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(FORM);
        }

        @Override
        public Objective create(Options options) {
            return new Ence(options.get(FORM));
        }
    }
}
