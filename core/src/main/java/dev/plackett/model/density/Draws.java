package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Random numbers drawn in Java, row by row, so that they depend on the seed alone and fewer rows are the first of more. */
final class Draws {

    private static final int BLOCK = 1 << 13;

    private Draws() {}

    /** Standard normal numbers {@code [n, d]}, float64, of the caller's scope. */
    static Tensor normal(long n, long d, Seeds seeds) {
        SplittableRandom random = seeds.at("normal").random();
        int size = size(n, d);
        try (Scope scope = Scope.open()) {
            Tensor out = Tensors.empty(ScalarType.Double, n, d);
            DoublePointer to = new DoublePointer(out.data_ptr());
            double[] block = new double[Math.min(BLOCK, size)];
            for (int at = 0; at < size; at += block.length) {
                int m = Math.min(block.length, size - at);
                for (int i = 0; i < m; i++) {
                    block[i] = random.nextGaussian();
                }
                to.position(at).put(block, 0, m);
            }
            return scope.keep(out);
        }
    }

    /** Numbers in [0, 1), {@code [n, d]}, float64, of the caller's scope. */
    static Tensor uniform(long n, long d, Seeds seeds) {
        SplittableRandom random = seeds.at("uniform").random();
        double[] values = new double[size(n, d)];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble();
        }
        return tensor(values, n, d);
    }

    /** n indices drawn with weights that sum to 1. */
    static int[] categories(long n, double[] weights, Seeds seeds) {
        SplittableRandom random = seeds.at("category").random();
        int[] out = new int[size(n, 1)];
        for (int i = 0; i < out.length; i++) {
            out[i] = category(random.nextDouble(), weights, 0, weights.length);
        }
        return out;
    }

    /** The first index, counted from {@code from}, at which the sum of weights exceeds u; the last one with a weight where rounding leaves none. */
    static int category(double u, double[] weights, int from, int to) {
        double sum = 0;
        int last = 0;
        for (int i = from; i < to; i++) {
            sum += weights[i];
            last = weights[i] > 0 ? i - from : last;
            if (u < sum) {
                return i - from;
            }
        }
        return last;
    }

    /**
     * Refuses a number of draws that is none.
     *
     * @throws IllegalArgumentException where n is below 1 or the draws do not fit into an array
     */
    static int size(long n, long d) {
        if (n < 1 || n > Integer.MAX_VALUE / 8 / d) {
            throw new IllegalArgumentException(n + " draws of dimension " + d + ": expected at least 1 and at most " + Integer.MAX_VALUE / 8 / d + " at once");
        }
        return (int) (n * d);
    }

    private static Tensor tensor(double[] values, long n, long d) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Tensors.of(ScalarType.Double, values).view(n, d));
        }
    }
}
