package dev.plackett.evaluate.density;

import dev.plackett.evaluate.Estimate;
import java.util.Optional;

/**
 * The negative log-likelihood of points that a model was not trained on, in nats, beside the best that any model can reach.
 *
 * @param nll    mean of log Z − f, with its standard error over points (that of log Z is not in it)
 * @param logZ   what was taken for log Z
 * @param excess mean of what each point costs more than under the true density, with its standard error, where that is known
 */
public record HeldOutLikelihood(Estimate nll, double logZ, Optional<Estimate> excess) {

    /** Where the true density is not known. */
    public static HeldOutLikelihood of(double[] f, double logZ) {
        return new HeldOutLikelihood(Estimate.of(negated(f, logZ)), logZ, Optional.empty());
    }

    /**
     * Beside the true density on the same points: most of the scatter of the points cancels.
     *
     * @param f    unnormalised log-densities of points under the model
     * @param logZ of the model
     * @param own  log-densities of the same points under the density they were drawn from
     */
    public static HeldOutLikelihood against(double[] f, double logZ, double[] own) {
        if (own.length != f.length) {
            throw new IllegalArgumentException(f.length + " points under the model and " + own.length + " under the true density");
        }
        double[] nll = negated(f, logZ);
        double[] excess = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            excess[i] = nll[i] + own[i];
        }
        return new HeldOutLikelihood(Estimate.of(nll), logZ, Optional.of(Estimate.of(excess)));
    }

    /** How far the mean is above an entropy that is known (the floor); noisier than {@link #excess}. */
    public double above(double entropy) {
        return nll.mean() - entropy;
    }

    private static double[] negated(double[] f, double logZ) {
        if (f.length == 0) {
            throw new IllegalArgumentException("a likelihood of no points");
        }
        double[] out = new double[f.length];
        for (int i = 0; i < f.length; i++) {
            out[i] = logZ - f[i];
        }
        return out;
    }
}
