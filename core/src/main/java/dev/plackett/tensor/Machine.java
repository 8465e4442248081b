package dev.plackett.tensor;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What this machine does well, measured. */
public final class Machine {

    /** Below this advantage of bfloat16 over float32 the extra casts are not worth it. */
    private static final double WORTH_IT = 1.2;
    private static ScalarType fastest;

    private Machine() {}

    /** The dtype that trains fastest here: bfloat16 where its products are clearly faster than float32's, else float32. Measured once, in milliseconds. */
    public static synchronized ScalarType fastestCompute() {
        if (fastest == null) {
            fastest = gemmRate(ScalarType.BFloat16, 512, 8) > WORTH_IT * gemmRate(ScalarType.Float, 512, 8) ? ScalarType.BFloat16 : ScalarType.Float;
        }
        return fastest;
    }

    /**
     * Rate of square matrix products, in GFLOP/s, with the threads that are set.
     *
     * @param n       side of the matrices
     * @param repeats products timed; the best counts
     */
    public static double gemmRate(ScalarType dtype, int n, int repeats) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor a = Tensors.normal(Seeds.of(0), 1, n, n).to(dtype);
            Tensor b = Tensors.normal(Seeds.of(1), 1, n, n).to(dtype);
            Tensor out = torch.mm(a, b);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < repeats; i++) {
                long start = System.nanoTime();
                torch.mm_out(out, a, b);
                best = Math.min(best, (System.nanoTime() - start) * 1e-9);
            }
            return 2.0 * n * n * n / best * 1e-9;
        }
    }
}
