package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Grain;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Self-play preference optimisation (Wu et al. 2024, eqs. 4.6, 4.7 and 4.12): least squares of log-ratios onto win rates,
 * (log π_θ(y)/π_t(y) − η(P̂(y ≻ π_t) − c))².
 *
 * <p>Released code and paper agree for c = ½ and soft targets, the default. {@link Weight#MEAN} is the released loss (½ of the sum for a pair),
 * {@link Weight#SUM} TRL's and the paper's eq. 4.12. {@link Target#HARD} with {@link Weight#SUM} is TRL's {@code sppo_hard}, {@link Target#SINGLE} the
 * authors' {@code sppo_single}. The baseline ½ stands for the unknown log-normaliser and is a design choice, not a limit; {@link Baseline#PARTITION} is
 * the exact one of the sample. All-K training, other constants, the exact normaliser, the gate and the token mean are extensions, off by default.
 *
 * @param eta       η, the learning rate of multiplicative weights; the authors' β is 1/η
 * @param unit      PAIR (best and worst answer) or GROUP (all answers of a prompt)
 * @param target    what the log-ratios are regressed onto
 * @param weight    mean or sum over the answers of a unit
 * @param baseline  what stands for the log-normaliser
 * @param constant  c of {@link Baseline#CONSTANT}, in [0, 1]
 * @param gated     whether P̂ is drawn towards ½ by {@link Column#SIMILARITY} g (ours, after the idea of S-SPPO): P̂′ = ½ + (1 − g)(P̂ − ½)
 * @param tokenMean log-ratios per token instead of sums; an experiment, no published form
 */
public record Sppo(double eta, Unit unit, Target target, Weight weight, Baseline baseline, double constant, boolean gated, boolean tokenMean)
    implements Objective {

    /** Where the win rates come from. */
    public enum Target {
        /** P̂ from {@link Column#WIN_RATE}. */
        SOFT,
        /** 1 for the chosen answer, 0 for the rejected one. */
        HARD,
        /** P(y_w ≻ y_l) and its complement, from {@link Column#PAIR_WIN}. */
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
        Options.require(constant >= 0 && constant <= 1, "constant", constant, "0 to 1");
        Options.require(baseline == Baseline.CONSTANT || target == Target.SOFT, "baseline", baseline, "CONSTANT for " + target + " targets");
    }

    /** The released loss on best and worst answer. */
    public static Sppo pairs(double eta) {
        return new Sppo(eta, Unit.PAIR, Target.SOFT, Weight.MEAN, Baseline.CONSTANT, 0.5, false, false);
    }

    /** With other targets. */
    public Sppo with(Target other) {
        return new Sppo(eta, unit, other, weight, baseline, constant, gated, tokenMean);
    }

    /** With answers that add up in another way. */
    public Sppo with(Weight other) {
        return new Sppo(eta, unit, target, other, baseline, constant, gated, tokenMean);
    }

    /** With another constant c in place of ½. */
    public Sppo withConstant(double c) {
        return new Sppo(eta, unit, target, weight, Baseline.CONSTANT, c, gated, tokenMean);
    }

    /** With the sample's exact log-normaliser as baseline. */
    public Sppo withPartition() {
        return new Sppo(eta, unit, target, weight, Baseline.PARTITION, constant, gated, tokenMean);
    }

    /** On all answers of a prompt. */
    public Sppo onAllAnswers() {
        return new Sppo(eta, Unit.GROUP, target, weight, baseline, constant, gated, tokenMean);
    }

    /** With the similarity gate. */
    public Sppo withGate() {
        return new Sppo(eta, unit, target, weight, baseline, constant, true, tokenMean);
    }

    /** On token means. */
    public Sppo onTokenMeans() {
        return new Sppo(eta, unit, target, weight, baseline, constant, gated, true);
    }

    @Override
    public Needs needs() {
        Set<Column> columns = new HashSet<>(Set.of(Column.REFERENCE));
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
        if (tokenMean) {
            columns.add(Column.LENGTH);
        }
        return new Needs(unit, false, Grain.SEQUENCE, columns);
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
            Options.require(unit == Unit.GROUP || to - from == 2, "the number of sequences in unit " + u, to - from, "2: best and worst");
            double w = (weight == Weight.MEAN ? 1.0 / (to - from) : 1) / s.divisors().units();
            double loss = 0;
            for (int i = from; i < to; i++) {
                double perToken = tokenMean ? 1 / Math.max(1, s.column(Column.LENGTH)[i]) : 1;
                double goal = goal(s, u, i);
                double residual = perToken * (s.policy()[i] - reference[i]) - goal;
                loss += w * residual * residual;
                coefficient[i] = 2 * w * residual * perToken;
                metrics.add("target/beyond_likelihood", Math.abs(goal) > -perToken * reference[i] ? 1 : 0).add("target/magnitude", Math.abs(goal))
                    .add("log_ratio/magnitude", perToken * Math.abs(s.policy()[i] - reference[i]));
            }
            value += loss;
            // Of order 0.1 whatever η is, where the loss itself is of order η².
            metrics.add("loss/scaled", loss * s.divisors().units() / (eta * eta)).pair(Pair.of(s, u, best(s, from, to, 1), best(s, from, to, -1)), 1 / eta);
        }
        return new Outcome(value, coefficient, Outcome.Kind.GRADIENT, metrics.stats(), carry);
    }

    private double goal(Signals s, int u, int i) {
        double p = win(s, u, i);
        double gate = gated ? 1 - s.column(Column.SIMILARITY)[u] : 1;
        double logZ = baseline == Baseline.PARTITION ? s.column(Column.LOG_PARTITION)[u] : eta * constant;
        return eta * (0.5 + gate * (p - 0.5)) - logZ;
    }

    private double win(Signals s, int u, int i) {
        boolean first = i == s.unitStart()[u];
        return switch (target) {
            case SOFT -> s.column(Column.WIN_RATE)[i];
            case HARD -> first ? 1 : 0;
            case SINGLE -> first ? s.column(Column.PAIR_WIN)[u] : 1 - s.column(Column.PAIR_WIN)[u];
        };
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
}
