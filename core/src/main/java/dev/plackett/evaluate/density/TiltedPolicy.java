package dev.plackett.evaluate.density;

import dev.plackett.evaluate.LogSpace;

/**
 * The solution of KL-regularised reward maximisation over finitely many answers, π* = π_ref·exp(r/β)/Z, exactly.
 *
 * @param logZ        log Σ π_ref·exp(r/β)
 * @param value       V* = β·log Z
 * @param probability π*
 * @param rho         Σ π*²/π_ref: draws of the reference per effective draw
 * @param kl          KL(π* ‖ π_ref) in nats
 */
public record TiltedPolicy(double logZ, double value, double[] probability, double rho, double kl) {

    /**
     * Of a finite reference policy.
     *
     * @param reference probabilities, sum 1
     * @param rewards   one per answer
     * @param beta      β, above 0
     */
    public static TiltedPolicy of(double[] reference, double[] rewards, double beta) {
        if (reference.length != rewards.length || reference.length == 0 || !(beta > 0)) {
            throw new IllegalArgumentException(reference.length + " probabilities, " + rewards.length + " rewards and beta " + beta
                + ": expected as many of each, at least one, and beta above 0");
        }
        double[] log = new double[reference.length];
        for (int i = 0; i < log.length; i++) {
            log[i] = Math.log(reference[i]) + rewards[i] / beta;
        }
        double logZ = LogSpace.sum(log);
        double[] probability = LogSpace.softmax(log);
        double rho = 0;
        double kl = 0;
        for (int i = 0; i < log.length; i++) {
            if (probability[i] > 0) {
                rho += probability[i] * probability[i] / reference[i];
                kl += probability[i] * (rewards[i] / beta - logZ);
            }
        }
        return new TiltedPolicy(logZ, beta * logZ, probability, rho, kl);
    }
}
