package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Regression of log-ratios onto rewards, answer by answer: (β·log π_θ(y)/π_ref(y) − r(y) + β·log Z(x))², averaged over a prompt's answers. Its minimum is the
 * solution π_ref·exp(r/β)/Z of KL-regularised reward maximisation; it needs the log Z(x) that losses on pairs cancel.
 *
 * <p>Logged with it is how many answers of a prompt are effective at this β: fewer than five of them, and the target policy is out of their reach.
 *
 * @param beta      β, above 0
 * @param partition where log Z comes from
 */
public record PointwiseRegression(double beta, Partition partition) implements Objective {

    /** Where log Z(x) comes from. */
    public enum Partition {
        /** The prompt's own answers, which must be the reference policy's samples: log of the mean of exp(r/β). */
        SAMPLES,
        /** The same with the first-order bias taken away. */
        JACKKNIFE,
        /** Rewards are replaced by their quantiles among the prompt's answers, for which log Z is known: β(e^(1/β) − 1) (after QRPO, Matrenok et al. 2025). */
        QUANTILES,
        /** Given with the data, in {@link Column#LOG_PARTITION}. */
        GIVEN
    }

    public PointwiseRegression {
        Options.requirePositive("beta", beta);
    }

    @Override
    public Needs needs() {
        Set<Column> columns = new HashSet<>(Set.of(Column.REFERENCE, Column.REWARD));
        if (partition == Partition.GIVEN) {
            columns.add(Column.LOG_PARTITION);
        }
        return new Needs(Unit.GROUP, false, Grain.SEQUENCE, columns);
    }

    @Override
    public Outcome evaluate(Signals s, Carry carry) {
        double[] coefficient = new double[s.policy().length];
        double[] reference = s.column(Column.REFERENCE);
        Metrics metrics = new Metrics();
        double value = 0;
        for (int u = 0; u < s.units(); u++) {
            int from = s.unitStart()[u];
            int to = s.unitStart()[u + 1];
            double[] rewards = rewards(Arrays.copyOfRange(s.column(Column.REWARD), from, to));
            PromptPartition found = PromptPartition.of(rewards, beta);
            double logZ = logZ(s, u, found);
            double w = 1.0 / (to - from) / s.divisors().units();
            for (int i = from; i < to; i++) {
                double residual = beta * (s.policy()[i] - reference[i] + logZ) - rewards[i - from];
                value += w * residual * residual;
                coefficient[i] = 2 * w * beta * residual;
                metrics.add("residual/magnitude", Math.abs(residual)).add("log_ratio/magnitude", Math.abs(s.policy()[i] - reference[i]));
            }
            metrics.add("partition/log_z", logZ).add("partition/effective", found.effective()).add("partition/reachable", found.reachable() ? 1 : 0)
                .pair(Pair.of(s, u, from + extreme(rewards, 1), from + extreme(rewards, -1)), beta);
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, metrics.stats(), carry);
    }

    private double logZ(Signals s, int u, PromptPartition found) {
        return switch (partition) {
            case SAMPLES -> found.logZ();
            case JACKKNIFE -> found.jackknife();
            case QUANTILES -> PromptPartition.ofUniform(beta);
            case GIVEN -> s.column(Column.LOG_PARTITION)[u];
        };
    }

    /** What answers are regressed onto. */
    private double[] rewards(double[] given) {
        return partition != Partition.QUANTILES ? given
            : Arrays.stream(given).map(r -> Arrays.stream(given).map(other -> other < r ? 1 : other == r ? 0.5 : 0).sum() / given.length).toArray();
    }

    /** Index of the highest (sign 1) or lowest (sign −1) reward; the first of equals. */
    private static int extreme(double[] rewards, int sign) {
        int best = 0;
        for (int i = 0; i < rewards.length; i++) {
            best = sign * rewards[i] > sign * rewards[best] ? i : best;
        }
        return best;
    }

    /** {@code pointwise} in recipes. */
    public static final class Provider implements ObjectiveProvider {

        private static final Option<Partition> PARTITION = Option.choice("log_z", Partition.SAMPLES,
            "log Z(x) of the prompt's answers (reference samples), with less bias, of their quantiles, or given");

        @Override
        public String name() {
            return "pointwise";
        }

        @Override
        public List<Option<?>> options() {
            return List.of(PairOptions.BETA, PARTITION);
        }

        @Override
        public Objective create(Options options) {
            return new PointwiseRegression(options.get(PairOptions.BETA), options.get(PARTITION));
        }
    }
}
