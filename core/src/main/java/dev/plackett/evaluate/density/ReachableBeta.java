package dev.plackett.evaluate.density;

import dev.plackett.evaluate.Distribution;
import dev.plackett.objective.PromptPartition;
import java.util.Arrays;
import java.util.Locale;

/**
 * How far preference optimisation can move from a reference policy on the samples that there are: for each prompt, the least β at which enough answers carry the
 * weight of the target policy π_ref·exp(r/β)/Z. Below it nothing but the best answer is left, and log Z(x) is a guess.
 *
 * <p>It is necessary, not sufficient: samples do not show the better answers that they lack. With 64 Gaussian rewards of deviation 1 the median prompt says 0.38
 * where {@link GaussianReward#reachableBeta} says 0.63.
 *
 * @param perPrompt  the least β of each prompt; +∞ where it has too few answers for any, 0 where its answers are equally good
 * @param answers    of the first prompt
 * @param unreachable share of prompts of which no β is reachable
 */
public record ReachableBeta(double[] perPrompt, int answers, double unreachable) {

    private static final int HALVINGS = 60;

    /**
     * Of the rewards of reference samples.
     *
     * @param rewards by prompt and answer
     */
    public static ReachableBeta of(double[][] rewards) {
        if (rewards.length == 0) {
            throw new IllegalArgumentException("no prompt has answers");
        }
        double[] each = Arrays.stream(rewards).mapToDouble(ReachableBeta::least).toArray();
        return new ReachableBeta(each, rewards[0].length, Arrays.stream(each).filter(Double::isInfinite).count() / (double) each.length);
    }

    /** What β gives on the same rewards: log Z, effective answers and whether they suffice, by prompt. */
    public static PromptPartition[] at(double[][] rewards, double beta) {
        return Arrays.stream(rewards).map(r -> PromptPartition.of(r, beta)).toArray(PromptPartition[]::new);
    }

    /** The β from which a share of all prompts is reachable, in [0, 1]; +∞ where never. */
    public double reaching(double share) {
        double[] sorted = perPrompt.clone();
        Arrays.sort(sorted);
        int at = (int) Math.ceil(share * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, at))];
    }

    /** Of the prompts that some β reaches. */
    public Distribution distribution() {
        return Distribution.of(Arrays.stream(perPrompt).filter(b -> !Double.isInfinite(b)).toArray());
    }

    /** One sentence on a β. */
    public String verdict(double beta) {
        double share = Arrays.stream(perPrompt).filter(b -> b <= beta).count() / (double) perPrompt.length;
        double most = reaching(0.9);
        String advice = share >= 0.9 ? "They do not speak against it."
            : Double.isInfinite(most) ? "Draw more answers per prompt: " + answers + " hold too few effective ones at any beta."
            : String.format(Locale.ROOT, "For nine prompts in ten beta must be %.3g or more; or draw more answers per prompt.", most);
        return String.format(Locale.ROOT, "At beta = %.3g the samples of %.0f %% of the prompts hold at least %.0f effective answers, which the target policy needs. %s",
            beta, 100 * share, PromptPartition.REACHABLE, advice);
    }

    /** Effective answers rise with β, from the number of best answers to that of all. */
    private static double least(double[] rewards) {
        double low = Arrays.stream(rewards).min().orElse(0);
        double spread = Arrays.stream(rewards).max().orElse(0) - low;
        if (rewards.length < PromptPartition.REACHABLE) {
            return Double.POSITIVE_INFINITY;
        }
        double from = -60;
        double to = 60;
        if (spread == 0 || effective(rewards, spread * Math.exp(from)) >= PromptPartition.REACHABLE) {
            return 0;
        }
        if (effective(rewards, spread * Math.exp(to)) < PromptPartition.REACHABLE) {
            // Exactly five answers reach five only in the limit of a large β.
            return Double.POSITIVE_INFINITY;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (from + to) / 2;
            if (effective(rewards, spread * Math.exp(middle)) >= PromptPartition.REACHABLE) {
                to = middle;
            } else {
                from = middle;
            }
        }
        return spread * Math.exp(to);
    }

    private static double effective(double[] rewards, double beta) {
        return PromptPartition.of(rewards, beta).effective();
    }
}
