package dev.plackett.objective;

/**
 * log Z(x) = log E exp(r/β) of a prompt, from the rewards of answers that the reference policy drew: the normaliser of the policy π_ref·exp(r/β)/Z that
 * KL-regularised reward maximisation ends at. Too low on average (Jensen); the jackknife takes the first-order part of that away.
 *
 * @param samples   K
 * @param logZ      log of the mean of exp(r/β)
 * @param jackknife K·log Z − (K − 1)·(mean of log Z without one answer)
 * @param effective effective answers, (Σw)²/Σw² with w = exp(r/β): how many carry the target policy's weight
 */
public record PromptPartition(int samples, double logZ, double jackknife, double effective) {

    /** Effective answers below which the target policy is not reachable from these: β is too small, and the best answer is all that is left. */
    public static final double REACHABLE = 5;

    /**
     * Of rewards.
     *
     * @param rewards of one prompt's answers, all drawn from the reference policy
     * @param beta    β, above 0
     */
    public static PromptPartition of(double[] rewards, double beta) {
        Options.requirePositive("beta", beta);
        int k = rewards.length;
        if (k == 0) {
            throw new IllegalArgumentException("a prompt without answers has no partition function");
        }
        double most = Double.NEGATIVE_INFINITY;
        double[] before = new double[k + 1];
        before[0] = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < k; i++) {
            Options.require(Double.isFinite(rewards[i] / beta), "reward over beta", rewards[i] / beta, "a finite number");
            before[i + 1] = logAdd(before[i], rewards[i] / beta);
            most = Math.max(most, rewards[i] / beta);
        }
        double after = Double.NEGATIVE_INFINITY;
        double without = 0;
        double sum = 0;
        double squares = 0;
        for (int i = k - 1; i >= 0; i--) {
            without += k == 1 ? 0 : (logAdd(before[i], after) - Math.log(k - 1)) / k;
            after = logAdd(after, rewards[i] / beta);
            double w = Math.exp(rewards[i] / beta - most);
            sum += w;
            squares += w * w;
        }
        double logZ = most + Math.log(sum / k);
        return new PromptPartition(k, logZ, k == 1 ? logZ : k * logZ - (k - 1) * without, sum * sum / squares);
    }

    /** log(β(e^(1/β) − 1)): log Z of a reward that is uniform on [0, 1] under the reference, as a quantile is. */
    public static double ofUniform(double beta) {
        Options.requirePositive("beta", beta);
        return Math.log(beta) + 1 / beta + Math.log(-Math.expm1(-1 / beta));
    }

    /** Whether the target policy can be told from these answers: at least {@value #REACHABLE} are effective. */
    public boolean reachable() {
        return effective >= REACHABLE;
    }

    private static double logAdd(double a, double b) {
        double most = Math.max(a, b);
        return most == Double.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp(-Math.abs(a - b)));
    }
}
