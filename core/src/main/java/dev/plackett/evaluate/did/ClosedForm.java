package dev.plackett.evaluate.did;

import java.util.Arrays;

/**
 * What preference data must look like for DPO to reach a target, and what it reaches on given data: the power law q_{π_w/π_l} ∝ q_{π* /π_ref}^β solved
 * for either side (Won et al. 2025, arXiv 2505.23761; with π_w other than π_ref ours).
 */
public final class ClosedForm {

    private ClosedForm() {}

    /**
     * The rejected responses' policy π_l ∝ π_w·(π_ref/π*)^β, with which DPO at that β ends at π*. With π_w = π_ref it is π_ref^(1+β) π*^(−β); with
     * π_w = π* and β = 1 it is π_ref.
     *
     * @param chosen π_w, whence chosen responses come
     * @param beta   β, above 0
     */
    public static FinitePolicy rejected(FinitePolicy chosen, FinitePolicy reference, FinitePolicy target, double beta) {
        positive("beta", beta);
        return chosen.tilted(Arrays.stream(reference.logRatio(target)).map(r -> beta * r).toArray());
    }

    /**
     * The same for π* ∝ π_ref·exp(R/β_r), from the reward alone: π_l ∝ π_w·exp(−(β/β_r)·R).
     *
     * @param reward R of every response
     * @param ratio  β/β_r, above 0
     */
    public static FinitePolicy rejectedByReward(FinitePolicy chosen, double[] reward, double ratio) {
        positive("ratio of beta to the reward's temperature", ratio);
        return chosen.tilted(Arrays.stream(reward).map(r -> -ratio * r).toArray());
    }

    /** Where DPO ends on independent pairs of π_w and π_l: π_ref·(π_w/π_l)^(1/β), normalised. */
    public static FinitePolicy optimum(FinitePolicy reference, FinitePolicy chosen, FinitePolicy rejected, double beta) {
        positive("beta", beta);
        return reference.tilted(Arrays.stream(chosen.logRatio(rejected)).map(r -> r / beta).toArray());
    }

    /**
     * E_{π_w}[log π/π_ref] at that optimum. For π_w = π_ref it is −KL(π_ref ‖ π): chosen responses must become less likely, whatever β is.
     */
    public static double chosenChange(FinitePolicy reference, FinitePolicy chosen, FinitePolicy rejected, double beta) {
        return chosen.mean(optimum(reference, chosen, rejected, beta).logRatio(reference));
    }

    /** E_{π_l}[log π/π_ref] at that optimum. {@code beta·(chosenChange − rejectedChange)} is KL(π_w ‖ π_l) + KL(π_l ‖ π_w). */
    public static double rejectedChange(FinitePolicy reference, FinitePolicy chosen, FinitePolicy rejected, double beta) {
        return rejected.mean(optimum(reference, chosen, rejected, beta).logRatio(reference));
    }

    static void positive(String what, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(what + " is " + value + ", expected above 0");
        }
    }
}
