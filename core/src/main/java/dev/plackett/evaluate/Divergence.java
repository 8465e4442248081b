package dev.plackett.evaluate;

/** How far a policy has moved, from its own samples. */
public final class Divergence {

    private Divergence() {}

    /**
     * KL(π ‖ π_base) in nats per answer: the mean of log π(y)/π_base(y) over answers y drawn from π at temperature 1, untruncated. Unbiased; a small one may
     * come out below 0. Answers of one prompt are one cluster.
     *
     * @param policy log π(y), by prompt and sample
     * @param base   log π_base(y), the same answers
     */
    public static Estimate kl(double[][] policy, double[][] base) {
        double[][] ratio = new double[policy.length][];
        for (int i = 0; i < policy.length; i++) {
            if (policy.length != base.length || policy[i].length != base[i].length) {
                throw new IllegalArgumentException("log-likelihoods of prompt " + i + " are not of the same answers");
            }
            ratio[i] = new double[policy[i].length];
            for (int k = 0; k < ratio[i].length; k++) {
                ratio[i][k] = policy[i][k] - base[i][k];
            }
        }
        return Estimate.ofClusters(ratio);
    }
}
