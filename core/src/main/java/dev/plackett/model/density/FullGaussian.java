package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A Gaussian with any covariance.
 *
 * @param mean   {@code [d]}
 * @param factor L, lower triangular with positive diagonal: the covariance is LLᵀ
 */
public record FullGaussian(double[] mean, double[][] factor) implements Density, Storable {

    private static final String KIND = "gaussian";

    public FullGaussian {
        mean = mean.clone();
        factor = Matrices.copy(factor);
        if (mean.length == 0 || factor.length != mean.length) {
            throw new IllegalArgumentException("a mean of " + mean.length + " numbers and a factor of " + factor.length + " rows");
        }
        for (int i = 0; i < mean.length; i++) {
            if (factor[i].length != mean.length || !(factor[i][i] > 0 && Double.isFinite(factor[i][i])) || !Double.isFinite(mean[i])) {
                throw new IllegalArgumentException("coordinate " + i + " has mean " + mean[i] + " and a row of " + factor[i].length + " numbers with "
                    + (factor[i].length > i ? factor[i][i] : "nothing") + " on the diagonal, expected " + mean.length + " with a positive one");
            }
        }
    }

    /**
     * N(mean, covariance).
     *
     * @throws IllegalArgumentException when the covariance is not symmetric and positive definite
     */
    public static FullGaussian of(double[] mean, double[][] covariance) {
        return new FullGaussian(mean, Matrices.cholesky(covariance));
    }

    /**
     * The likeliest one of a sample (divisor n).
     *
     * @param points {@code [n, d]}
     * @param floor  added to the diagonal of the covariance; above 0 where points may lie in a plane
     */
    public static FullGaussian fitted(Tensor points, double floor) {
        Moments moments = Moments.of(points);
        double[][] covariance = Matrices.copy(moments.covariance());
        for (int i = 0; i < covariance.length; i++) {
            covariance[i][i] += floor;
        }
        return of(moments.mean(), covariance);
    }

    /** The same with a covariance times a factor: a proposal must be wider than what it proposes for. */
    public FullGaussian inflated(double by) {
        double[][] wider = Matrices.copy(factor);
        for (double[] row : wider) {
            for (int j = 0; j < row.length; j++) {
                row[j] *= Math.sqrt(by);
            }
        }
        return new FullGaussian(mean, wider);
    }

    /** The same elsewhere. */
    public FullGaussian moved(double... by) {
        double[] to = mean.clone();
        for (int i = 0; i < to.length; i++) {
            to[i] += by[i];
        }
        return new FullGaussian(to, factor);
    }

    /** Σ log Lᵢᵢ, half of the covariance's log-determinant. */
    double logDiagonal() {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += Math.log(factor[i][i]);
        }
        return sum;
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        try (Scope scope = Scope.open()) {
            return scope.keep(torch.mm(Draws.normal(n, mean.length, seeds), matrix().t()).add_(Tensors.of(ScalarType.Double, mean)));
        }
    }

    @Override
    public Tensor logDensity(Tensor x) {
        double constant = -0.5 * mean.length * Math.log(2 * Math.PI) - logDiagonal();
        return RowChunks.map(x, mean.length, mean.length, rows -> {
            Tensor centred = rows.sub(Tensors.of(ScalarType.Double, mean)).t();
            Tensor z = torch.linalg_solve_triangular(matrix(), centred, false, true, false);
            return z.square().sum(0).mul(Tensors.scalar(-0.5)).add(Tensors.scalar(constant));
        });
    }

    private Tensor matrix() {
        return Tensors.of(ScalarType.Double, Matrices.flat(factor)).view(mean.length, mean.length);
    }

    @Override
    public long dimension() {
        return mean.length;
    }

    @Override
    public Description describe() {
        return Description.of(KIND).with("mean", mean).with("factor", factor);
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new FullGaussian(d.vector("mean"), d.matrix("factor"));
        }
    }
}
