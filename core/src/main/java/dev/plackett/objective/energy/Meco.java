package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Metrics;
import dev.plackett.objective.Needs;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import dev.plackett.objective.Unit;
import java.util.List;

/**
 * Maximum likelihood of an unnormalised model exp(f_θ) by compositional optimisation (Jiang et al., ICML 2023, arXiv 2306.07485):
 * L(θ) = −E_data f(x) + log E_q[exp(f(y))/q(y)], whose second term is a logarithm of an expectation. Its inner part is a moving average u over the batches, so
 * that small batches do not bias the gradient: u ← (1 − γ)u + γĝ, ĝ the batch's mean of w = exp(f − log q), and the gradient is
 * −mean ∇f(x) + (1/u) mean w∇f(y). Everything stays in the log domain; the average is a {@link LogAverage} per group, carried from step to step.
 *
 * <p>The coefficients are a surrogate: u is a constant to them, and the printed value −mean f(x) + log u is a running estimate of the negative log-likelihood,
 * not what they are the derivative of. log u is a training statistic and no measurement of log Z.
 *
 * <p>The paper's full text was not at hand; the update rules are those of its public transcription, everything else is derived and tested here. It has the
 * gradient averaged as well (v): that is the optimiser's part, {@code Optimizer.averaged} or Adam's first moment.
 *
 * <p>With γ = 1 this is self-normalised importance sampling ({@link #snis}). The centred form divides exp(f) by exp of f's mean over the batch's data: the
 * same objective, invariant under f → f + constant, whose log u follows the negative log-likelihood instead of log Z.
 *
 * @param gamma       weight of the newest batch
 * @param denominator which average the weights are divided by
 * @param centred     whether f is taken from its mean over the data
 */
public record Meco(Gamma gamma, Denominator denominator, boolean centred) implements Objective {

    /** Which u divides the weights. */
    public enum Denominator {
        /** The average that includes the batch: every weight is at most 1/γ. */
        CURRENT,
        /** The one before it: no bias from using the same noise twice, and no bound on the weights. */
        PREVIOUS
    }

    /** As the paper has it, with a constant γ. */
    public static Meco of(double gamma) {
        return of(Gamma.constant(gamma));
    }

    /** As the paper has it, with a γ that changes. */
    public static Meco of(Gamma gamma) {
        return new Meco(gamma, Denominator.CURRENT, false);
    }

    /** Without memory: self-normalised importance sampling, Monte-Carlo maximum likelihood. */
    public static Meco snis() {
        return of(1);
    }

    /** The same with f taken from its mean over the data. */
    public Meco asCentred() {
        return new Meco(gamma, denominator, true);
    }

    /** The same divided by the average before the batch. */
    public Meco lagged() {
        return new Meco(gamma, Denominator.PREVIOUS, centred);
    }

    @Override
    public Needs needs() {
        return Needs.of(Unit.BATCH, Grain.SEQUENCE, Column.DATA, Column.NOISE).overWholeStep();
    }

    @Override
    public Outcome evaluate(Signals signals, Carry carry) {
        List<EnergyRows> groups = EnergyRows.groups(signals);
        LogPartitions partitions = LogPartitions.of(carry, groups.get(groups.size() - 1).group() + 1);
        double[] coefficient = new double[signals.policy().length];
        Metrics metrics = new Metrics();
        double value = 0;
        for (EnergyRows rows : groups) {
            rows.expectNoiseAtData();
            value += group(rows, partitions, coefficient, metrics);
        }
        return new Outcome(value, coefficient, Outcome.Kind.SURROGATE, metrics.stats(), partitions.into(carry));
    }

    /** One group's part of the value; its coefficients are set and its average replaced. */
    private double group(EnergyRows rows, LogPartitions partitions, double[] coefficient, Metrics metrics) {
        if (centred && rows.data().length == 0) {
            return 0;
        }
        LogAverage before = partitions.group(rows.group());
        LogAverage after = before;
        double mean = rows.data().length == 0 ? 0 : rows.meanOfData();
        double pull = 1;
        if (rows.noise().length > 0) {
            double[] a = rows.logWeights(centred ? mean : 0);
            double logG = ImportanceWeights.logMean(a, rows.logWeight());
            after = before.update(logG, gamma);
            partitions.group(rows.group(), after);
            boolean current = denominator == Denominator.CURRENT || !before.started();
            ImportanceWeights weights = ImportanceWeights.of(a, rows.logWeight(), logG, current ? after.logU() : before.logU());
            weights = current ? weights.within(before.weight(gamma)) : weights;
            for (int j = 0; j < a.length; j++) {
                coefficient[rows.noise()[j]] = rows.share() * weights.omega()[j];
            }
            pull = centred ? weights.sum() : 1;
            weights.log(metrics).add("gamma", before.weight(gamma));
        } else if (!before.started()) {
            throw new IllegalArgumentException("group " + rows.group() + " has data but no noise row, and none was seen before");
        }
        for (int i = 0; i < rows.data().length; i++) {
            coefficient[rows.data()[i]] = -rows.share() * rows.weight()[i] * pull;
        }
        return rows.data().length == 0 ? 0 : rows.share() * (after.logU() - (centred ? 0 : mean));
    }
}
