package dev.plackett.robust;

import dev.plackett.objective.Carry;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Small matrices of gradients, as arrays, and what rules make of them. */
final class Matrices {

    /** Six honest rows and an outlier. */
    static final double[][] A7 = {{1.0, 2.0, -1.0, 0.5, 3.0}, {1.2, 1.8, -0.9, 0.4, 3.3}, {0.7, 2.3, -1.2, 0.8, 2.9}, {1.1, 2.1, -0.6, 0.1, 2.6},
        {0.9, 1.5, -1.3, 0.6, 3.5}, {1.4, 1.9, -1.1, 0.3, 2.7}, {10, -10, 10, -10, 10}};
    static final double[][] S03 = {{0.78, -2.12, 1.27, 0.17}, {1.06, -1.72, -0.66, -1.52}, {1.22, -2.13, -0.06, 0.52}, {-1.01, -1.17, -0.98, 1.13},
        {0.98, -1.35, -1.8, -0.86}, {-1.03, -3.6, 0.7, 0.54}};
    static final double[][] S07 = {{1.76, -0.44, 0.78, 0.54}, {-0.38, 0.42, 0.89, -0.79}, {0, 0, 0, 0}, {1.14, 1.19, 0.54, -0.32},
        {0.47, 2.25, -0.65, -0.51}, {1.39, 0.42, -0.94, -0.21}};

    /** An update and what else came of it. */
    record Update(double[] direction, Aggregation aggregation) {}

    private Matrices() {}

    static double[][] honest() {
        return Arrays.copyOf(A7, 6);
    }

    static Tensor tensor(double[][] rows, ScalarType dtype) {
        return Tensors.of(ScalarType.Double, Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray()).view(rows.length, rows[0].length).to(dtype);
    }

    static Update update(Aggregator rule, double[][] rows) {
        return update(rule, rows, Carry.empty());
    }

    static Update update(Aggregator rule, double[][] rows, Carry carry) {
        try (Scope scope = Scope.open()) {
            Tensor out = Tensors.zeros(ScalarType.Double, rows[0].length);
            Aggregation aggregation = rule.aggregate(GradientMatrix.of(tensor(rows, ScalarType.Double)), out, carry);
            return new Update(Tensors.toDoubles(out), aggregation);
        }
    }

    static double[] direction(Aggregator rule, double[][] rows) {
        return update(rule, rows).direction();
    }

    static double[] direction(String rule, double[][] rows) {
        return direction(Aggregator.named(rule), rows);
    }

    static double[][] random(long seed, int p, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] common = random.doubles(n, -1, 1).toArray();
        return IntStream.range(0, p).mapToObj(i -> IntStream.range(0, n).mapToDouble(j -> common[j] + random.nextGaussian()).toArray()).toArray(double[][]::new);
    }

    static double[][] map(double[][] rows, java.util.function.DoubleUnaryOperator f) {
        return Arrays.stream(rows).map(row -> Arrays.stream(row).map(f).toArray()).toArray(double[][]::new);
    }

    static double[] scaled(double[] x, double c) {
        return Arrays.stream(x).map(v -> c * v).toArray();
    }

    static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static double cosine(double[] a, double[] b) {
        return dot(a, b) / norm(a) / norm(b);
    }

    /** ‖a − b‖ by max(‖a‖, ‖b‖). */
    static double apart(double[] a, double[] b) {
        double[] difference = IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
        return norm(difference) / Math.max(Double.MIN_NORMAL, Math.max(norm(a), norm(b)));
    }

    static double[] mean(double[][] rows) {
        double[] mean = new double[rows[0].length];
        for (double[] row : rows) {
            Arrays.setAll(mean, j -> mean[j] + row[j] / rows.length);
        }
        return mean;
    }

    static double[][] permuted(double[][] rows, int[] order) {
        return Arrays.stream(order).mapToObj(i -> rows[i]).toArray(double[][]::new);
    }

    /** Rows turned by a product of random reflections. */
    static double[][] turned(double[][] rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] out = map(rows, x -> x);
        for (int k = 0; k < rows[0].length; k++) {
            double[] axis = IntStream.range(0, rows[0].length).mapToDouble(j -> random.nextGaussian()).toArray();
            double square = dot(axis, axis);
            for (double[] row : out) {
                double along = 2 * dot(axis, row) / square;
                Arrays.setAll(row, j -> row[j] - along * axis[j]);
            }
        }
        return out;
    }
}
