package dev.plackett.model.density;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The average of equal Gaussians around each of many points. As noise it is jittered data whose density is known; strong in few dimensions.
 *
 * @param points    centres, at least one
 * @param bandwidth standard deviation in each coordinate, above 0
 */
public record KernelDensity(Points points, double[] bandwidth) implements Density, Storable {

    private static final String KIND = "kernel-density";
    /** Multiples of Scott's bandwidth that {@link #fitted} looks at. */
    private static final double[] MULTIPLES = {0.1, 0.15, 0.2, 0.3, 0.4, 0.55, 0.75, 1, 1.4};
    /** Points that {@link #fitted} looks at. */
    private static final int LOOKED_AT = 2000;

    public KernelDensity {
        bandwidth = bandwidth.clone();
        if (points.rows() < 1 || bandwidth.length != points.dimension() || Arrays.stream(bandwidth).anyMatch(h -> !(h > 0 && Double.isFinite(h)))) {
            throw new IllegalArgumentException("kernels at " + points.rows() + " points of dimension " + points.dimension() + " with bandwidths "
                + Arrays.toString(bandwidth) + ", expected at least one point and a bandwidth above 0 for each coordinate");
        }
        if (Arrays.stream(points.values()).anyMatch(v -> !Double.isFinite(v))) {
            throw new IllegalArgumentException("a kernel's centre is not finite");
        }
    }

    /** One bandwidth for all coordinates. */
    public static KernelDensity of(Points points, double bandwidth) {
        double[] all = new double[points.dimension()];
        Arrays.fill(all, bandwidth);
        return new KernelDensity(points, all);
    }

    /** Scott's rule (1992): each coordinate's deviation times n^(−1/(d+4)); too wide for data of several modes. */
    public static KernelDensity scott(Points points) {
        double[] h = new double[points.dimension()];
        try (Scope scope = Scope.open()) {
            double[][] covariance = Moments.of(points.tensor()).covariance();
            Arrays.setAll(h, i -> Math.sqrt(covariance[i][i]) * Math.pow(points.rows(), -1.0 / (h.length + 4)));
        }
        return new KernelDensity(points, h);
    }

    /** The multiple of Scott's bandwidth under which points are likeliest, each by the kernels of the others. Looks at the first 2,000. */
    public static KernelDensity fitted(Points points) {
        KernelDensity scott = scott(points);
        KernelDensity looked = new KernelDensity(points.slice(0, Math.min(LOOKED_AT, points.rows())), scott.bandwidth);
        double best = 1;
        double most = Double.NEGATIVE_INFINITY;
        for (double multiple : MULTIPLES) {
            double likelihood = looked.times(multiple).leaveOneOut();
            if (likelihood > most) {
                most = likelihood;
                best = multiple;
            }
        }
        return scott.times(best);
    }

    /** The same with bandwidths times a factor. */
    public KernelDensity times(double factor) {
        return new KernelDensity(points, Arrays.stream(bandwidth).map(h -> h * factor).toArray());
    }

    /** Mean log-density of the centres, each by the kernels of all others. */
    public double leaveOneOut() {
        int n = points.rows();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor x = points.tensor();
            // log(Σ_all − own kernel) with both divided by the whole: own share is K(0)/(n·p).
            Tensor own = x.new_zeros(1).add(Tensors.scalar(constant() - Math.log(n)));
            Tensor share = own.sub(logDensity(x)).exp().clamp_max(Tensors.scalar(1));
            return logDensity(x).add(torch.log1p(share.neg())).mean().item_double() + Math.log((double) n / (n - 1));
        }
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        int d = points.dimension();
        double[] values = new double[Draws.size(n, d)];
        SplittableRandom random = seeds.at("kernels").random();
        for (int i = 0; i < n; i++) {
            int centre = random.nextInt(points.rows());
            for (int j = 0; j < d; j++) {
                values[i * d + j] = points.values()[centre * d + j] + bandwidth[j] * random.nextGaussian();
            }
        }
        return new Points(values, d).tensor();
    }

    @Override
    public Tensor logDensity(Tensor x) {
        double constant = constant() - Math.log(points.rows());
        try (Scope scope = Scope.open()) {
            Tensor h = Tensors.of(ScalarType.Double, bandwidth);
            Tensor middle = points.tensor().mean(0);
            Tensor centres = points.tensor().sub(middle).div(h);
            Tensor squares = centres.square().sum(1);
            return scope.keep(RowChunks.map(x, points.dimension(), points.rows(), rows -> {
                Tensor z = rows.sub(middle).div(h);
                Tensor distance = z.square().sum(1).unsqueeze(1).add(squares).sub(torch.mm(z, centres.t()).mul(Tensors.scalar(2)));
                return torch.logsumexp(distance.clamp_min(Tensors.scalar(0)).mul(Tensors.scalar(-0.5)), 1).add(Tensors.scalar(constant));
            }));
        }
    }

    /** The log-density of one kernel at its centre. */
    private double constant() {
        return -0.5 * bandwidth.length * Math.log(2 * Math.PI) - Arrays.stream(bandwidth).map(Math::log).sum();
    }

    @Override
    public long dimension() {
        return points.dimension();
    }

    @Override
    public Description describe() {
        return Description.of(KIND).with("points", points.values(), points.rows(), points.dimension()).with("bandwidth", bandwidth);
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            Description.Array points = d.array("points", 2);
            return new KernelDensity(new Points(points.values(), Math.toIntExact(points.shape()[1])), d.vector("bandwidth"));
        }
    }
}
