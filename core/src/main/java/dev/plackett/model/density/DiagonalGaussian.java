package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A Gaussian whose coordinates are independent.
 *
 * @param mean      of each coordinate
 * @param deviation standard deviation of each, above 0
 */
public record DiagonalGaussian(double[] mean, double[] deviation) implements Density, Storable {

    private static final String KIND = "diagonal-gaussian";

    public DiagonalGaussian {
        mean = mean.clone();
        deviation = deviation.clone();
        if (mean.length == 0 || mean.length != deviation.length) {
            throw new IllegalArgumentException(mean.length + " means and " + deviation.length + " deviations: expected as many of each, at least one");
        }
        for (int i = 0; i < mean.length; i++) {
            if (!Double.isFinite(mean[i]) || !(deviation[i] > 0 && Double.isFinite(deviation[i]))) {
                throw new IllegalArgumentException("coordinate " + i + " has mean " + mean[i] + " and deviation " + deviation[i]
                    + ", expected finite numbers, the deviation above 0");
            }
        }
    }

    /** N(0, I). */
    public static DiagonalGaussian standard(int dimension) {
        return isotropic(new double[dimension], 1);
    }

    /** N(mean, deviation²·I). */
    public static DiagonalGaussian isotropic(double[] mean, double deviation) {
        double[] all = new double[mean.length];
        Arrays.fill(all, deviation);
        return new DiagonalGaussian(mean, all);
    }

    /**
     * Of a sample's means and variances (divisor n).
     *
     * @param points {@code [n, d]}
     * @param floor  added to each variance
     */
    public static DiagonalGaussian fitted(Tensor points, double floor) {
        Moments moments = Moments.of(points);
        double[] deviation = new double[moments.mean().length];
        Arrays.setAll(deviation, i -> Math.sqrt(moments.covariance()[i][i] + floor));
        return new DiagonalGaussian(moments.mean(), deviation);
    }

    /** The same with variances times a factor: a proposal must be wider than what it proposes for. */
    public DiagonalGaussian inflated(double factor) {
        return new DiagonalGaussian(mean, Arrays.stream(deviation).map(s -> s * Math.sqrt(factor)).toArray());
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Draws.normal(n, mean.length, seeds).mul_(vector(deviation)).add_(vector(mean)));
        }
    }

    @Override
    public Tensor logDensity(Tensor x) {
        double constant = -0.5 * mean.length * Math.log(2 * Math.PI) - Arrays.stream(deviation).map(Math::log).sum();
        return RowChunks.map(x, mean.length, mean.length,
            rows -> rows.sub(vector(mean)).div_(vector(deviation)).square_().sum(1).mul(Tensors.scalar(-0.5)).add(Tensors.scalar(constant)));
    }

    @Override
    public long dimension() {
        return mean.length;
    }

    @Override
    public Description describe() {
        return Description.of(KIND).with("mean", mean).with("deviation", deviation);
    }

    private static Tensor vector(double[] values) {
        return Tensors.of(ScalarType.Double, values);
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new DiagonalGaussian(d.vector("mean"), d.vector("deviation"));
        }
    }
}
