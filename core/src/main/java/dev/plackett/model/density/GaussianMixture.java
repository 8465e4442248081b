package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A mixture of Gaussians, each with its own covariance. {@link MixtureFit} fits one.
 *
 * @param weights    above 0, sum 1
 * @param components of one dimension
 */
public record GaussianMixture(double[] weights, List<FullGaussian> components) implements Density, Storable {

    private static final String KIND = "gaussian-mixture";

    public GaussianMixture {
        components = List.copyOf(components);
        weights = Weights.checked(weights, components.size());
        for (FullGaussian c : components) {
            if (c.dimension() != components.get(0).dimension()) {
                throw new IllegalArgumentException("components of dimensions " + components.get(0).dimension() + " and " + c.dimension() + " in one mixture");
            }
        }
    }

    /** All covariances times a factor. */
    public GaussianMixture inflated(double factor) {
        return new GaussianMixture(weights, components.stream().map(c -> c.inflated(factor)).toList());
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        int d = (int) dimension();
        double[] values;
        try (Scope scope = Scope.open()) {
            values = Tensors.toDoubles(Draws.normal(n, d, seeds));
        }
        int[] which = Draws.categories(n, weights, seeds);
        for (int row = 0; row < which.length; row++) {
            FullGaussian c = components.get(which[row]);
            // From the last coordinate on, since each needs only those before it.
            for (int i = d - 1; i >= 0; i--) {
                double sum = c.mean()[i];
                for (int j = 0; j <= i; j++) {
                    sum += c.factor()[i][j] * values[row * d + j];
                }
                values[row * d + i] = sum;
            }
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(Tensors.of(ScalarType.Double, values).view(n, d));
        }
    }

    @Override
    public Tensor logDensity(Tensor x) {
        try (Scope scope = Scope.open()) {
            Joint joint = joint();
            return scope.keep(RowChunks.map(x, dimension(), weights.length * dimension(), rows -> torch.logsumexp(joint.of(rows), 1)));
        }
    }

    /** log(weight · density) of every component, prepared for many rows. Lives in the caller's scope. */
    Joint joint() {
        int k = weights.length;
        int d = (int) dimension();
        double[] centre = new double[d];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < d; j++) {
                centre[j] += weights[i] * components.get(i).mean()[j];
            }
        }
        double[] inverses = new double[k * d * d];
        double[] offsets = new double[k * d];
        double[] constants = new double[k];
        for (int i = 0; i < k; i++) {
            FullGaussian c = components.get(i);
            double[][] inverse = Matrices.inverseOfLower(c.factor());
            for (int row = 0; row < d; row++) {
                System.arraycopy(inverse[row], 0, inverses, (i * d + row) * d, d);
                for (int j = 0; j <= row; j++) {
                    offsets[i * d + row] -= inverse[row][j] * (c.mean()[j] - centre[j]);
                }
            }
            constants[i] = Math.log(weights[i]) - c.logDiagonal() - 0.5 * d * Math.log(2 * Math.PI);
        }
        return new Joint(Tensors.of(ScalarType.Double, centre), Tensors.of(ScalarType.Double, inverses).view(k * d, d).t(),
            Tensors.of(ScalarType.Double, offsets), Tensors.of(ScalarType.Double, constants));
    }

    /**
     * The components as tensors: one product whitens a row for all of them.
     *
     * @param centre    of the mixture, {@code [d]}; rows are taken relative to it, so that little cancels
     * @param inverses  of the factors, side by side, {@code [d, k·d]}
     * @param offsets   {@code [k·d]}
     * @param constants {@code [k]}
     */
    record Joint(Tensor centre, Tensor inverses, Tensor offsets, Tensor constants) {

        /** {@code [n, d]} → {@code [n, k]}. */
        Tensor of(Tensor rows) {
            Tensor z = torch.addmm(offsets, rows.sub(centre), inverses).view(rows.size(0), constants.size(0), rows.size(1));
            return z.square().sum(2).mul(Tensors.scalar(-0.5)).add(constants);
        }
    }

    @Override
    public long dimension() {
        return components.get(0).dimension();
    }

    @Override
    public Description describe() {
        Description d = Description.of(KIND).with("weights", weights);
        for (FullGaussian c : components) {
            d = d.with(c);
        }
        return d;
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new GaussianMixture(d.vector("weights"),
                java.util.stream.IntStream.range(0, d.parts().size()).mapToObj(i -> d.part(i, FullGaussian.class)).toList());
        }
    }
}
