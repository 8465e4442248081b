package dev.plackett.robust.flag;

import dev.plackett.objective.Options;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.BetaDistribution;
import dev.plackett.robust.Findings;
import dev.plackett.robust.Gram;
import dev.plackett.robust.GramRule;
import dev.plackett.robust.Limits;
import dev.plackett.robust.Weighting;
import dev.plackett.robust.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Flag Aggregator (Almasi, Mishra, Vamanan, Ravi, arXiv 2302.05865): an m-dimensional subspace that explains most gradients well, and the mean of the
 * gradients' projections onto it. The share vᵢ = ‖Yᵀgᵢ‖²/‖gᵢ‖² of a gradient that the subspace explains is the worker's quality; Σ (1−vᵢ)^(1/a), a =
 * 2, is minimised by reweighted least squares ({@link Subspace}), from uniform weights, on the inner products alone.
 *
 * <p>Paper and released code are different aggregators ({@link Combine}, {@link PairWeights}); the default is the released form with one step and
 * m = ⌈(p+1)/2⌉, which is the principal components of gradients scaled to length 1. It bounds the update's length by p/m and loses the gradients'
 * scale: optimisers like Adam do not mind, plain SGD has to know. The released code starts at a random subspace, which makes no difference for n ≫ m.
 *
 * @param m          dimension of the subspace; 0 for ⌈(p+1)/2⌉
 * @param iterations T, at least 1; the paper says 5, the released code does 1
 * @param converge   up to 1,000 iterations instead
 * @param combine    how projections become an update
 * @param weights    what pairs add, where λ is above 0
 * @param lambda     λ, at least 0; the paper advises one of the order of p, which removes what the workers have in common
 * @param exponent   a, at least 1, may be infinite: a = 1 is principal components, 2 is Flag, infinity the exact logarithm of the likelihood
 */
public record Flag(int m, int iterations, boolean converge, Combine combine, PairWeights weights, double lambda, double exponent) implements GramRule {

    private static final int CONVERGED = 1000;

    public Flag {
        Options.require(m >= 0, "m", m, "at least 1, or 0 for ceil((p + 1)/2)");
        Options.require(iterations >= 1, "iterations", iterations, "at least 1");
        Options.require(lambda >= 0 && Double.isFinite(lambda), "lambda", lambda, "at least 0");
        Options.require(exponent >= 1, "exponent", exponent, "at least 1");
    }

    /** The released form with the default dimension. */
    public static Flag released() {
        return new Flag(0, 1, false, Combine.RELEASED, PairWeights.RELEASED, 0, 2);
    }

    /** The paper's form with five steps and the default dimension. */
    public static Flag paper() {
        return new Flag(0, 5, false, Combine.PAPER, PairWeights.PAPER, 0, 2);
    }

    /** With another dimension; 0 for ⌈(p+1)/2⌉. */
    public Flag withDimension(int dimension) {
        return new Flag(dimension, iterations, converge, combine, weights, lambda, exponent);
    }

    /** With another number of steps. */
    public Flag withIterations(int steps) {
        return new Flag(m, steps, false, combine, weights, lambda, exponent);
    }

    /** Until it converges, 1,000 steps at most. */
    public Flag untilConverged() {
        return new Flag(m, iterations, true, combine, weights, lambda, exponent);
    }

    /** With another combination. */
    public Flag with(Combine other) {
        return new Flag(m, iterations, converge, other, weights, lambda, exponent);
    }

    /** With pairs. */
    public Flag withPairs(PairWeights other, double otherLambda) {
        return new Flag(m, iterations, converge, combine, other, otherLambda, exponent);
    }

    /** With another exponent a. */
    public Flag withExponent(double a) {
        return new Flag(m, iterations, converge, combine, weights, lambda, a);
    }

    /** The subspace's dimension for so many workers. */
    public int dimension(int workers) {
        return m == 0 ? (workers + 2) / 2 : m;
    }

    @Override
    public Optional<String> problem(int workers) {
        return Limits.some("flag", workers).or(() -> dimension(workers) <= workers ? Optional.empty()
            : Optional.of("flag's subspace has m=" + m + " dimensions, expected 1 to p = " + workers + " workers"));
    }

    @Override
    public Aggregator excluding(int removed, int left) {
        return withDimension(Math.min(m, left));
    }

    @Override
    public Weighting weigh(Gram gram) {
        int p = gram.size();
        int dimension = dimension(p);
        double[] norms = gram.norms();
        Subspace.Fit fit = new Subspace(gram, this, dimension).fit(converge ? CONVERGED : iterations);
        double[] coefficients = fit.subspace().map(s -> combined(s, norms, dimension)).orElse(new double[p]);
        double[] quality = fit.subspace().map(Subspace.Step::quality).orElse(new double[p]);
        Findings findings = new Findings(quality, new double[0], fit.objective(), Map.of(), warnings(gram, fit, dimension))
            .with("dimension", dimension).with("iterations", fit.objective().length - 1).with("gap", fit.gap()).with("rank", fit.rank())
            .with("objective_with_pairs", fit.objectiveWithPairs()[fit.objectiveWithPairs().length - 1])
            .with("negative_log_likelihood", BetaDistribution.PAPER.negativeLogLikelihood(quality, Subspace.EPSILON));
        return new Weighting(coefficients, findings);
    }

    /** a = scale · D⁻¹ZZᵀK̂x, x the lengths that are summed. */
    private double[] combined(Subspace.Step subspace, double[] norms, int dimension) {
        double[] lengths = combine.of(norms);
        double scale = combine.scale(norms, dimension);
        double[] a = new double[norms.length];
        for (int k = 0; k < subspace.projected().length; k++) {
            double along = Weights.dot(lengths, subspace.projected()[k]);
            for (int i = 0; i < a.length; i++) {
                a[i] += norms[i] == 0 ? 0 : scale * along * subspace.basis()[k][i] / norms[i];
            }
        }
        return a;
    }

    private List<String> warnings(Gram gram, Subspace.Fit fit, int dimension) {
        List<String> out = new ArrayList<>();
        int p = gram.size();
        if (lambda > 0 && p > 1) {
            double cosine = medianCosine(gram.cosines());
            double threshold = cosine <= 0 ? 0 : weights.threshold(p, cosine);
            if (lambda > threshold) {
                out.add(String.format(Locale.ROOT, "lambda %.4g is above %.4g, where workers with the median pairwise cosine of %.4g lose the direction "
                    + "that they have in common: expect an update near zero", lambda, threshold, cosine));
            }
        }
        if (dimension < p && fit.gap() < 1 + 1e-6) {
            out.add("the subspace is not well defined: eigenvalues " + dimension + " and " + (dimension + 1) + " are equal");
        }
        return out;
    }

    private static double medianCosine(double[][] cosines) {
        double[] pairs = new double[cosines.length * (cosines.length - 1) / 2];
        int at = 0;
        for (int i = 0; i < cosines.length; i++) {
            for (int j = 0; j < i; j++) {
                pairs[at++] = cosines[i][j];
            }
        }
        return Weights.lowerMedian(pairs);
    }
}
