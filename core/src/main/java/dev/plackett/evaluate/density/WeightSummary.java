package dev.plackett.evaluate.density;

import dev.plackett.evaluate.LogSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What importance weights say, and how far they can be believed. An effective sample size seen on draws overstates: where p and q hardly meet, the draws that
 * would show it are not among them.
 *
 * @param draws     how many
 * @param logMean   log of the mean weight: the estimate of log Z, too low on average; −∞ when no draw has weight
 * @param effective (Σw)²/Σw², in draws; 0 when no draw has weight
 * @param maxShare  the largest weight's share of the sum
 * @param paretoK   see {@link ParetoTail}; NaN when not estimated
 */
public record WeightSummary(int draws, double logMean, double effective, double maxShare, double paretoK) {

    /** Effective draws below which an estimate is unreliable. */
    public static final double RELIABLE = 10;
    private static final double MUCH = 0.1;

    /**
     * Of log-weights.
     *
     * @throws ArithmeticException naming the first that is no number or +∞
     */
    public static WeightSummary of(double[] logWeights) {
        if (logWeights.length == 0) {
            throw new IllegalArgumentException("no weights to sum up");
        }
        for (int i = 0; i < logWeights.length; i++) {
            if (!(logWeights[i] < Double.POSITIVE_INFINITY)) {
                throw new ArithmeticException("the log-weight of draw " + i + " is " + logWeights[i] + ", expected a number or minus infinity");
            }
        }
        double max = Arrays.stream(logWeights).max().orElseThrow();
        if (max == Double.NEGATIVE_INFINITY) {
            return new WeightSummary(logWeights.length, max, 0, 0, Double.NaN);
        }
        double sum = 0;
        double squares = 0;
        for (double l : logWeights) {
            double w = Math.exp(l - max);
            sum += w;
            squares += w * w;
        }
        return new WeightSummary(logWeights.length, LogSpace.mean(logWeights), sum * sum / squares, 1 / sum, ParetoTail.shape(logWeights));
    }

    /** Effective draws per draw, in [0, 1]. */
    public double effectiveShare() {
        return effective / draws;
    }

    /** ρ = 1 + χ²(p‖q) as these draws see it: draws per effective draw. */
    public double rho() {
        return draws / effective;
    }

    /** Standard error of {@link #logMean} to first order, √(1/effective − 1/draws); means nothing where the estimate is not {@link #reliable}. */
    public double standardError() {
        return Math.sqrt(Math.max(0, 1 / effective - 1.0 / draws));
    }

    /** Whether at least {@value #RELIABLE} draws carry the weight. */
    public boolean reliable() {
        return effective >= RELIABLE;
    }

    /** What a reader must know; empty when nothing speaks against the estimate. */
    public List<Caution> cautions() {
        List<Caution> out = new ArrayList<>();
        if (effective == 0) {
            out.add(Caution.of(Caution.Kind.NO_WEIGHT, "None of the %d draws has any weight: the proposal and the model do not meet. There is no estimate.", draws));
            return out;
        }
        if (!reliable()) {
            out.add(Caution.of(Caution.Kind.FEW_EFFECTIVE, "Unreliable: only %.2g of %d draws carry the weight (at least %.0f are needed). log Z is probably too low, "
                + "by an amount that these draws cannot show, so the likelihood looks better than it is. Bring the proposal nearer to the model, or anneal in more "
                + "levels.", effective, draws, RELIABLE));
        }
        if (maxShare > MUCH) {
            out.add(Caution.of(Caution.Kind.ONE_DRAW, "One draw carries %.0f %% of the weight: another seed will give another number.", 100 * maxShare));
        }
        if (paretoK > ParetoTail.UNUSABLE) {
            out.add(Caution.of(Caution.Kind.HEAVY_TAIL, "The weights' tail is too heavy (Pareto k = %.2f, above %.1f): the average does not settle, whatever the number "
                + "of draws. Widen the proposal, or mix a wide density in.", paretoK, ParetoTail.UNUSABLE));
        } else if (paretoK > ParetoTail.NO_VARIANCE) {
            out.add(Caution.of(Caution.Kind.HEAVY_TAIL, "The weights' variance may not exist (Pareto k = %.2f, above %.1f): the estimate settles slowly and its standard "
                + "error is too small. Widen the proposal.", paretoK, ParetoTail.NO_VARIANCE));
        }
        return out;
    }
}
