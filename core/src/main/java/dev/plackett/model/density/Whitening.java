package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Principal components of unit variance: z = (x − mean)·V / s. With as many components as coordinates it is a {@link Bijection}; with fewer it is the
 * projection onto the directions of most variance, for which there are {@link #project} and {@link #reconstruct} only: a density of z is none of x.
 *
 * @param mean      {@code [d]}
 * @param basis     V, {@code [d, k]}, orthonormal columns
 * @param deviation s, standard deviation along each, above 0, falling
 */
public record Whitening(double[] mean, double[][] basis, double[] deviation) implements Bijection, Storable {

    private static final String KIND = "whitening";

    public Whitening {
        mean = mean.clone();
        basis = Matrices.copy(basis);
        deviation = deviation.clone();
        int k = deviation.length;
        if (mean.length == 0 || k == 0 || basis.length != mean.length || Arrays.stream(basis).anyMatch(row -> row.length != k)
            || Arrays.stream(deviation).anyMatch(s -> !(s > 0))) {
            throw new IllegalArgumentException("principal components of " + mean.length + " coordinates: a basis of " + basis.length
                + " rows and deviations " + Arrays.toString(deviation) + ", expected a row for each coordinate and deviations above 0");
        }
    }

    /**
     * Of a sample.
     *
     * @param points     {@code [n, d]}
     * @param components how many to keep, at most d
     * @param floor      added to each variance; above 0 where coordinates may be constant
     * @throws IllegalArgumentException when a component that is kept has no variance, naming it
     */
    public static Whitening fitted(Tensor points, int components, double floor) {
        Moments moments = Moments.of(points);
        int d = moments.mean().length;
        if (components < 1 || components > d) {
            throw new IllegalArgumentException(components + " components of " + d + " coordinates: expected 1 to " + d);
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            var eigen = torch.linalg_eigh(Tensors.of(ScalarType.Double, Matrices.flat(moments.covariance())).view(d, d), "L");
            double[] variance = Tensors.toDoubles(eigen.get0());
            double[][] vectors = Matrices.rows(Tensors.toDoubles(eigen.get1()), d);
            double[][] basis = new double[d][components];
            double[] deviation = new double[components];
            for (int c = 0; c < components; c++) {
                int from = d - 1 - c;
                if (!(variance[from] + floor > 1e-13 * variance[d - 1])) {
                    throw new IllegalArgumentException("component " + c + " of the points has no variance: keep " + c + " components, or add a floor");
                }
                deviation[c] = Math.sqrt(Math.max(0, variance[from]) + floor);
                double sign = sign(vectors, from);
                for (int i = 0; i < d; i++) {
                    basis[i][c] = sign * vectors[i][from];
                }
            }
            return new Whitening(moments.mean(), basis, deviation);
        }
    }

    /** An eigenvector's sign is free: its largest entry is made positive, so that every machine finds the same. */
    private static double sign(double[][] vectors, int column) {
        double largest = 0;
        for (double[] row : vectors) {
            largest = Math.abs(row[column]) > Math.abs(largest) + 1e-9 ? row[column] : largest;
        }
        return largest < 0 ? -1 : 1;
    }

    /** {@code [n, d]} → {@code [n, k]}, in the points' dtype. */
    public Tensor project(Tensor x) {
        Tensors.check("points to whiten", x, Tensors.ANY, mean.length);
        ScalarType dtype = Tensors.dtype(x);
        try (Scope scope = Scope.open()) {
            return scope.keep(torch.mm(x.sub(Tensors.of(dtype, mean)), matrix(dtype)).div(Tensors.of(dtype, deviation)));
        }
    }

    /** {@code [n, k]} → {@code [n, d]}: the point in the plane of the components, which is the point itself where all are kept. */
    public Tensor reconstruct(Tensor z) {
        Tensors.check("whitened points", z, Tensors.ANY, deviation.length);
        ScalarType dtype = Tensors.dtype(z);
        try (Scope scope = Scope.open()) {
            return scope.keep(torch.mm(z.mul(Tensors.of(dtype, deviation)), matrix(dtype).t()).add(Tensors.of(dtype, mean)));
        }
    }

    private Tensor matrix(ScalarType dtype) {
        return Tensors.of(dtype, Matrices.flat(basis)).view(mean.length, deviation.length);
    }

    /** −Σ log s: how much the map changes volumes among the components that it keeps. */
    public double logDeterminant() {
        return -Arrays.stream(deviation).map(Math::log).sum();
    }

    @Override
    public Image forward(Tensor x) {
        requireAll();
        Tensor z = project(x);
        return new Image(z, x.new_zeros(x.size(0)).add(Tensors.scalar(logDeterminant())));
    }

    @Override
    public Tensor inverse(Tensor z) {
        requireAll();
        return reconstruct(z);
    }

    private void requireAll() {
        if (deviation.length != mean.length) {
            throw new IllegalArgumentException("a projection of " + mean.length + " coordinates to " + deviation.length
                + " components cannot be undone: keep all components, or work with the projected points");
        }
    }

    /** d, of the points before. */
    @Override
    public long dimension() {
        return mean.length;
    }

    @Override
    public Description describe() {
        return Description.of(KIND).with("mean", mean).with("basis", basis).with("deviation", deviation);
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new Whitening(d.vector("mean"), d.matrix("basis"), d.vector("deviation"));
        }
    }
}
