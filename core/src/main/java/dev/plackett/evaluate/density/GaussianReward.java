package dev.plackett.evaluate.density;

/**
 * Rewards that are Gaussian under the reference policy: what log Z, the number of samples and the divergence are at any β. A rule of thumb before any is drawn.
 *
 * @param mean      of the rewards
 * @param deviation of the rewards, at least 0
 */
public record GaussianReward(double mean, double deviation) {

    public GaussianReward {
        if (!Double.isFinite(mean) || !(deviation >= 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("rewards of mean " + mean + " and deviation " + deviation + ", expected finite numbers, the deviation at least 0");
        }
    }

    /** mean/β + s²/(2β²). */
    public double logZ(double beta) {
        return mean / beta + kl(beta);
    }

    /** KL(π* ‖ π_ref) = s²/(2β²). */
    public double kl(double beta) {
        return deviation * deviation / (2 * beta * beta);
    }

    /** ρ = exp(s²/β²). */
    public double rho(double beta) {
        return Math.exp(2 * kl(beta));
    }

    /** Samples of the reference for so many effective ones. */
    public double samplesFor(double effective, double beta) {
        return effective * rho(beta);
    }

    /** The least β at which so many samples hold so many effective ones, s/√log(samples/effective); infinite where they are too few. */
    public double reachableBeta(double samples, double effective) {
        return samples > effective ? deviation / Math.sqrt(Math.log(samples / effective)) : Double.POSITIVE_INFINITY;
    }
}
