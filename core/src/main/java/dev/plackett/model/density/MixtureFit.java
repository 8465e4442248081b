package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Fits a mixture of Gaussians by expectation–maximisation (Dempster, Laird, Rubin 1977).
 *
 * @param components at most; one that no point is left to is dropped
 * @param rounds     of E and M, at least 1
 * @param floor      added to the diagonal of every covariance in each M step, at least 0: keeps a component from shrinking onto a point. With 0 the likelihood
 *                   never falls; with more it may, by little, at the end
 */
public record MixtureFit(int components, int rounds, double floor) {

    private static final int LLOYD = 10;
    /** Points that a component must be responsible for. */
    private static final double LEAST = 1e-6;
    /** Added where a floor of 0 leaves a covariance that rounding may have made singular, in shares of the data's own variance. */
    private static final double TINY = 1e-9;

    /**
     * A fit.
     *
     * @param mixture        after the last round
     * @param logLikelihoods mean log-likelihood of a point, in nats, of the mixture that each round began with, and at last of {@code mixture}
     */
    public record Fitted(GaussianMixture mixture, double[] logLikelihoods) {}

    public MixtureFit {
        if (components < 1 || rounds < 1 || !(floor >= 0 && Double.isFinite(floor))) {
            throw new IllegalArgumentException("a mixture of " + components + " components by " + rounds + " rounds with floor " + floor
                + ": expected at least 1, at least 1 and at least 0");
        }
    }

    /**
     * Fits from k-means++ on.
     *
     * @param points {@code [n, d]}, at least as many as components
     * @param seeds  of the start
     */
    public Fitted fit(Tensor points, Seeds seeds) {
        double[][] covariance = Moments.of(points).covariance();
        if (points.size(0) < components) {
            throw new IllegalArgumentException("a mixture of " + components + " components from " + points.size(0) + " points: expected as many points at least");
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor x = points.to(ScalarType.Double).contiguous();
            int[] cluster = KMeans.assign(Tensors.toDoubles(x), covariance.length, components, LLOYD, seeds);
            Tensor hard = torch.one_hot(Tensors.of(cluster), components).to(ScalarType.Double).t().contiguous();
            double[] ridge = IntStream.range(0, covariance.length).mapToDouble(i -> floor + TINY * covariance[i][i]).toArray();
            return rounds(maximise(x, hard, ridge), x, ridge);
        }
    }

    /** Goes on from a mixture: what refits a proposal to new points. */
    public Fitted refit(GaussianMixture start, Tensor points) {
        double[][] covariance = Moments.of(points).covariance();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            double[] ridge = IntStream.range(0, covariance.length).mapToDouble(i -> floor + TINY * covariance[i][i]).toArray();
            return rounds(start, points.to(ScalarType.Double).contiguous(), ridge);
        }
    }

    private Fitted rounds(GaussianMixture start, Tensor x, double[] ridge) {
        GaussianMixture mixture = start;
        double[] likelihood = new double[rounds + 1];
        for (int round = 0; round < rounds; round++) {
            try (Scope scope = Scope.open()) {
                Tensor joint = mixture.joint().of(x);
                Tensor total = torch.logsumexp(joint, 1);
                likelihood[round] = total.mean().item_double();
                mixture = maximise(x, joint.sub(total.unsqueeze(1)).exp().t().contiguous(), ridge);
            }
        }
        try (Scope scope = Scope.open()) {
            likelihood[rounds] = mixture.logDensity(x).mean().item_double();
        }
        return new Fitted(mixture, likelihood);
    }

    private static GaussianMixture maximise(Tensor x, Tensor responsibility, double[] ridge) {
        double[] mass = Tensors.toDoubles(responsibility.sum(1));
        double all = Arrays.stream(mass).filter(m -> m > LEAST).sum();
        List<FullGaussian> components = new ArrayList<>();
        for (int c = 0; c < mass.length; c++) {
            if (mass[c] > LEAST) {
                try (Scope scope = Scope.open()) {
                    Tensor r = responsibility.select(0, c).div(Tensors.scalar(mass[c]));
                    Tensor mean = torch.mv(x.t(), r);
                    Tensor centred = x.sub(mean);
                    double[][] covariance = Matrices.rows(Tensors.toDoubles(torch.mm(centred.mul(r.unsqueeze(1)).t(), centred)), ridge.length);
                    for (int i = 0; i < ridge.length; i++) {
                        covariance[i][i] += ridge[i];
                    }
                    components.add(FullGaussian.of(Tensors.toDoubles(mean), covariance));
                }
            }
        }
        return new GaussianMixture(Arrays.stream(mass).filter(m -> m > LEAST).map(m -> m / all).toArray(), components);
    }
}
