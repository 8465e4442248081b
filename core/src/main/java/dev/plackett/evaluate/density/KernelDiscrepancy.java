package dev.plackett.evaluate.density;

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
 * The squared maximum mean discrepancy of two samples (Gretton et al. 2012), unbiased, under the mean of kernels exp(−r²/(2w²c)). Below 0 is possible and means
 * that nothing is seen.
 *
 * @param widths    w
 * @param dimension whether c is the points' dimension; 1 otherwise
 */
public record KernelDiscrepancy(double[] widths, boolean dimension) {

    private static final int CHUNK = 2048;
    private static final int MOST_TESTED = 4000;

    /**
     * A permutation test of whether two samples have one distribution.
     *
     * @param squared      MMD² of the samples
     * @param pValue       share of relabelings, this one included, with at least as large a one
     * @param permutations how many
     */
    public record Test(double squared, double pValue, int permutations) {}

    public KernelDiscrepancy {
        widths = widths.clone();
        if (widths.length == 0 || Arrays.stream(widths).anyMatch(w -> !(w > 0 && Double.isFinite(w)))) {
            throw new IllegalArgumentException("kernels of widths " + Arrays.toString(widths) + ", expected at least one, all above 0");
        }
    }

    /** Widths ¼, ½, 1 and 2: for planar toys. */
    public static KernelDiscrepancy planar() {
        return new KernelDiscrepancy(new double[] {0.25, 0.5, 1, 2}, false);
    }

    /** The same times the root of the dimension: for whitened points of many dimensions. */
    public static KernelDiscrepancy latent() {
        return new KernelDiscrepancy(new double[] {0.25, 0.5, 1, 2}, true);
    }

    /** MMD²; at least two points each. Memory does not grow with the square of their number. */
    public double squared(Points x, Points y) {
        check(x, y);
        double n = x.rows();
        double m = y.rows();
        return (sum(x, x) - n) / (n * (n - 1)) + (sum(y, y) - m) / (m * (m - 1)) - 2 * sum(x, y) / (n * m);
    }

    /**
     * The permutation test; takes the matrix of all pairs, so at most 4,000 points in all.
     *
     * @param permutations 500 are usual
     */
    public Test test(Points x, Points y, int permutations, Seeds seeds) {
        check(x, y);
        int n = x.rows();
        int m = y.rows();
        if (n + m > MOST_TESTED || permutations < 1) {
            throw new IllegalArgumentException("a test of " + n + " against " + m + " points by " + permutations + " permutations: expected at most " + MOST_TESTED
                + " points in all and at least 1 permutation");
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor both = x.then(y).tensor();
            Tensor kernel = kernel(both, both);
            double[] first = new double[(n + m) * (permutations + 1)];
            SplittableRandom random = seeds.at("permutations").random();
            int[] order = java.util.stream.IntStream.range(0, n + m).toArray();
            for (int p = 0; p <= permutations; p++) {
                for (int i = 0; i < n; i++) {
                    first[order[i] * (permutations + 1) + p] = 1;
                }
                for (int i = order.length - 1; i > 0; i--) {
                    int j = random.nextInt(i + 1);
                    int kept = order[i];
                    order[i] = order[j];
                    order[j] = kept;
                }
            }
            Tensor members = Tensors.of(ScalarType.Double, first).view(n + m, permutations + 1);
            double[] within = Tensors.toDoubles(torch.mm(kernel, members).mul(members).sum(0));
            double[] rows = Tensors.toDoubles(torch.mv(members.t(), kernel.sum(1)));
            double all = kernel.sum().item_double();
            double[] squared = new double[permutations + 1];
            for (int p = 0; p <= permutations; p++) {
                double cross = rows[p] - within[p];
                double other = all - 2 * rows[p] + within[p];
                squared[p] = (within[p] - n) / ((double) n * (n - 1)) + (other - m) / ((double) m * (m - 1)) - 2 * cross / ((double) n * m);
            }
            // Relabelings that give the same sample may differ in the last digits.
            double tolerance = 1e-12;
            long atLeast = Arrays.stream(squared).filter(s -> s >= squared[0] - tolerance).count();
            return new Test(squared[0], (double) atLeast / (permutations + 1), permutations);
        }
    }

    private double sum(Points x, Points y) {
        double sum = 0;
        for (int i = 0; i < x.rows(); i += CHUNK) {
            for (int j = 0; j < y.rows(); j += CHUNK) {
                try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                    sum += kernel(x.slice(i, Math.min(x.rows(), i + CHUNK)).tensor(), y.slice(j, Math.min(y.rows(), j + CHUNK)).tensor()).sum().item_double();
                }
            }
        }
        return sum;
    }

    /** {@code [n, d]}, {@code [m, d]} → {@code [n, m]}. */
    private Tensor kernel(Tensor x, Tensor y) {
        Tensor squares = x.square().sum(1).unsqueeze(1).add(y.square().sum(1)).sub(torch.mm(x, y.t()).mul(Tensors.scalar(2))).clamp_min(Tensors.scalar(0));
        Tensor mean = torch.zeros_like(squares);
        for (double w : widths) {
            double scale = -1 / (2 * w * w * (dimension ? x.size(1) : 1));
            // One matrix at a time beside the two: they are the largest there are.
            try (Scope scope = Scope.open()) {
                mean.add_(squares.mul(Tensors.scalar(scale)).exp_().div_(Tensors.scalar(widths.length)));
            }
        }
        return mean;
    }

    private static void check(Points x, Points y) {
        if (x.rows() < 2 || y.rows() < 2 || x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("a discrepancy of " + x.rows() + " points of dimension " + x.dimension() + " and " + y.rows() + " of dimension "
                + y.dimension() + ": expected at least two each, of one dimension");
        }
    }
}
