package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Self-play preference optimisation (Wu et al. 2024, eqs. 4.6, 4.7 and 4.12): least squares of log-ratios onto win rates,
 * (log π_θ(y)/π_t(y) − η(P̂(y ≻ π_t) − c))².
 *
 * <p>Released and paper's form agree for c = ½ and soft targets. {@link Weight#MEAN} is the released loss (½ of the sum for a pair), {@link Weight#SUM}
 * TRL's and the paper's eq. 4.12. {@link Target#HARD} is TRL's {@code sppo_hard}, {@link Target#SINGLE} the authors' {@code sppo_single}.
 * The baseline ½ stands for the unknown log-normaliser and is a design choice, not a limit; {@link Baseline#PARTITION} is the exact one of the sample.
 *
 * @param eta       η, the learning rate of multiplicative weights; the authors' β is 1/η
 * @param unit      PAIR (best and worst answer) or GROUP (all answers of a prompt)
 * @param target    what the log-ratios are regressed onto
 * @param weight    mean or sum over the answers of a unit
 * @param baseline  what stands for the log-normaliser
 * @param constant  c of {@link Baseline#CONSTANT}, in [0, 1]
 * @param gated     whether P̂ is drawn towards ½ by {@link Column#SIMILARITY} (ours, after S-SPPO): P̂′ = ½ + (1 − g)(P̂ − ½)
 * @param tokenMean log-ratios per token instead of sums; an experiment, no published form
 */
public record Sppo(double eta, Unit unit, Target target, Weight weight, Baseline baseline, double constant, boolean gated, boolean tokenMean)
    implements Objective {

    /** What the log-ratios are regressed onto. */
    public enum Target {
        /** η(P̂ − c), from {@link Column#WIN_RATE}. */
        SOFT,
        /** ±η/2. */
        HARD,
        /** ±η(P(y_w ≻ y_l) − ½), from {@link Column#PAIR_WIN}. */
        SINGLE
    }

    /** How the answers of a unit add up. */
    public enum Weight { MEAN, SUM }

    /** What stands for log Z. */
    public enum Baseline {
        /** η·c. */
        CONSTANT,
        /** log of the mean of exp(ηP̂) over the prompt's samples, from {@link Column#LOG_PARTITION}. */
        PARTITION
    }

    public Sppo {
        Options.require(eta > 0 && Double.isFinite(eta), "eta", eta, "above 0");
        Options.require(unit == Unit.PAIR || unit == Unit.GROUP, "unit", unit, "PAIR or GROUP");
        Options.require(unit == Unit.PAIR || target == Target.SOFT, "target", target, "SOFT when all answers train: a group has no single loser");
        Options.require(constant >= 0 && constant <= 1, "baseline constant", constant, "0 to 1");
        Options.require(baseline == Baseline.CONSTANT || target == Target.SOFT, "baseline", baseline, "CONSTANT for " + target + " targets");
    }

    /** The released loss on best and worst answer. */
    public static Sppo pairs(double eta) {
        return new Sppo(eta, Unit.PAIR, Target.SOFT, Weight.MEAN, Baseline.CONSTANT, 0.5, false, false);
    }

    @Override
    public Needs needs() {
        Set<Column> columns = new HashSet<>(Set.of(Column.REFERENCE, Column.LENGTH));
        if (target == Target.SOFT) {
            columns.add(Column.WIN_RATE);
        } else if (target == Target.SINGLE) {
            columns.add(Column.PAIR_WIN);
        }
        if (baseline == Baseline.PARTITION) {
            columns.add(Column.LOG_PARTITION);
        }
        if (gated) {
            columns.add(Column.SIMILARITY);
        }
        return new Needs(unit, Grain.SEQUENCE, columns);
    }

    @Override
    public Outcome evaluate(Signals s, Carry carry) {
        double[] coefficient = new double[s.policy().length];
        double[] reference = s.column(Column.REFERENCE);
        double[] length = s.column(Column.LENGTH);
        Map<String, Stat> metrics = new HashMap<>();
        double value = 0;
        for (int u = 0; u < s.units(); u++) {
            int from = s.unitStart()[u];
            int to = s.unitStart()[u + 1];
            Options.require(unit == Unit.GROUP || to - from == 2, "sequences in unit " + u, to - from, "2: best and worst");
            double w = (weight == Weight.MEAN ? 1.0 / (to - from) : 1) / s.divisors().units();
            for (int i = from; i < to; i++) {
                double perToken = tokenMean ? 1 / Math.max(1, length[i]) : 1;
                double goal = goal(s, u, i);
                double residual = perToken * (s.policy()[i] - reference[i]) - goal;
                value += w * residual * residual;
                coefficient[i] = 2 * w * residual * perToken;
                add(metrics, "target/beyond_likelihood", Math.abs(goal) > -reference[i] ? 1 : 0);
                add(metrics, "target/magnitude", Math.abs(goal));
            }
            log(metrics, s, best(s, from, to, 1), best(s, from, to, -1), reference);
        }
        // Of order 0.1 whatever η is, where the loss itself is of order η².
        metrics.put("loss/scaled", new Stat(value * s.divisors().units() / (eta * eta), s.divisors().units()));
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, metrics, carry);
    }

    private double goal(Signals s, int u, int i) {
        boolean first = i == s.unitStart()[u];
        return switch (target) {
            case HARD -> first ? eta / 2 : -eta / 2;
            case SINGLE -> (first ? eta : -eta) * (gate(s, u, s.column(Column.PAIR_WIN)[u]) - 0.5);
            case SOFT -> {
                double p = gate(s, u, s.column(Column.WIN_RATE)[i]);
                yield baseline == Baseline.PARTITION ? eta * p - s.column(Column.LOG_PARTITION)[u] : eta * (p - constant);
            }
        };
    }

    private double gate(Signals s, int u, double p) {
        return gated ? 0.5 + (1 - s.column(Column.SIMILARITY)[u]) * (p - 0.5) : p;
    }

    /** In a group the answer of highest (sign 1) or lowest (sign −1) win rate; in a pair the first or the second. */
    private int best(Signals s, int from, int to, int sign) {
        if (unit == Unit.PAIR) {
            return sign > 0 ? from : from + 1;
        }
        double[] win = s.column(Column.WIN_RATE);
        int best = from;
        for (int i = from; i < to; i++) {
            best = sign * win[i] > sign * win[best] ? i : best;
        }
        return best;
    }

    private void log(Map<String, Stat> metrics, Signals s, int chosen, int rejected, double[] reference) {
        double a = s.policy()[chosen] - reference[chosen];
        double b = s.policy()[rejected] - reference[rejected];
        add(metrics, "logps/chosen", s.policy()[chosen]);
        add(metrics, "logps/rejected", s.policy()[rejected]);
        add(metrics, "rewards/chosen", a / eta);
        add(metrics, "rewards/rejected", b / eta);
        add(metrics, "rewards/margins", (a - b) / eta);
        add(metrics, "rewards/accuracies", a > b ? 1 : 0);
        add(metrics, "log_ratio/chosen", a);
        add(metrics, "log_ratio/rejected", b);
    }

    private static void add(Map<String, Stat> metrics, String name, double value) {
        metrics.merge(name, Stat.of(value), Stat::plus);
    }
}
