package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Metrics;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Options;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;

/**
 * MECO's coefficients with the variance-reduced estimate of the partition function, u_t = ĝ(θ_t) + (1 − γ)(u_{t−1} − ĝ(θ_{t−1})), both ĝ on the same batch. A
 * step needs two evaluations, of the same batch under the parameters before the last update and under the ones now: {@link #before} and this objective, the
 * first carrying log ĝ(θ_{t−1}) to the second. {@code train.energy.StormGradient} runs both. Not confirmed to be the paper's.
 *
 * <p>Such a u may be 0 or negative. Where it is below γĝ(θ_t), the moving average takes its place for that step, so that weights stay at most 1/γ.
 *
 * @param gamma γ, in (0, 1]
 */
public record Storm(double gamma) implements Objective {

    private static final String LOG_G_BEFORE = "storm.log_g_before";

    public Storm {
        Options.require(gamma > 0 && gamma <= 1, "gamma", gamma, "above 0 and at most 1");
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA, Column.NOISE).overWholeStep();
    }

    /** The objective for the parameters before the last update: MECO's coefficients for the u that belongs to them. Needs a carried average. */
    public Objective before() {
        return new Before(needs());
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        EnergyRows rows = EnergyRows.whole(signals);
        rows.expectNoiseAtData();
        double[] a = rows.logWeights(0);
        double logG = ImportanceWeights.logMean(a, rows.logWeight());
        LogPartitions partitions = LogPartitions.of(carry, 1);
        LogAverage average = partitions.group(0);
        LogAverage moving = average.update(logG, Gamma.constant(gamma));
        double reduced = average.started() ? reduced(logG, average.logU(), carry.get(LOG_G_BEFORE, Double.NaN)[0]) : Double.NaN;
        boolean usable = reduced >= Math.log(gamma) + logG;
        LogAverage after = usable ? new LogAverage(reduced, moving.updates()) : moving;
        partitions.group(0, after);
        ImportanceWeights weights = ImportanceWeights.of(a, rows.logWeight(), logG, after.logU()).within(average.started() ? gamma : 1);
        Metrics metrics = weights.log(new Metrics()).add("storm/fell_back", usable || !average.started() ? 0 : 1);
        return new Outcome(after.logU() - rows.meanOfData(), coefficient(rows, weights), Outcome.Kind.SURROGATE, metrics.stats(), partitions.into(carry));
    }

    /** log(ĝ + (1 − γ)(u − ĝ′)) relative to the largest of the three; NaN where it is not positive or there is no ĝ′. */
    private double reduced(double logG, double logU, double logGBefore) {
        double max = Math.max(logG, Math.max(logU, logGBefore));
        double u = Math.exp(logG - max) + (1 - gamma) * (Math.exp(logU - max) - Math.exp(logGBefore - max));
        return u > 0 ? max + Math.log(u) : Double.NaN;
    }

    private static double[] coefficient(EnergyRows rows, ImportanceWeights weights) {
        double[] out = new double[rows.f().length];
        for (int i = 0; i < rows.data().length; i++) {
            out[rows.data()[i]] = -rows.weight()[i];
        }
        for (int j = 0; j < rows.noise().length; j++) {
            out[rows.noise()[j]] = weights.omega()[j];
        }
        return out;
    }

    /** See {@link Storm#before}. */
    private record Before(Needs needs) implements Objective {

        @Override
        public Outcome evaluate(Signals signals, Carry carry) {
            EnergyRows rows = EnergyRows.whole(signals);
            double[] a = rows.logWeights(0);
            double logG = ImportanceWeights.logMean(a, rows.logWeight());
            double logU = LogPartitions.of(carry).group(0).logU();
            ImportanceWeights weights = ImportanceWeights.of(a, rows.logWeight(), logG, logU);
            return new Outcome(logU - rows.meanOfData(), coefficient(rows, weights), Outcome.Kind.SURROGATE, new Metrics().stats(),
                carry.with(LOG_G_BEFORE, logG));
        }
    }
}
