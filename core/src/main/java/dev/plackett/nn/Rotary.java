package dev.plackett.nn;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Rotary position embedding in the half-rotation layout of Hugging Face models: dimension i pairs with i + d/2.
 *
 * @param cos  {@code [positions, 1, d]}, the cosines twice
 * @param sin  {@code [positions, 1, d]}, the sines with the first half negated, so that x·cos + roll(x, d/2)·sin is the rotation
 * @param half d/2
 */
public record Rotary(Tensor cos, Tensor sin, long half) {

    public Rotary {
        if (half < 1) {
            throw new IllegalArgumentException("a rotation turns at least one pair of dimensions, not " + half);
        }
        Tensors.check("cosines", cos, Tensors.ANY, 1, 2 * half);
        Tensors.check("sines", sin, cos.size(0), 1, 2 * half);
    }

    /**
     * The table for all positions below {@code positions}. The caller's scope owns it.
     *
     * @param frequencies d/2 angles per position step, at least one
     * @param positions   at least 1
     */
    public static Rotary table(double[] frequencies, int positions, ScalarType dtype) {
        int half = frequencies.length;
        if (half < 1 || positions < 1) {
            throw new IllegalArgumentException("expected angles and positions, found " + half + " and " + positions);
        }
        double[] cos = new double[Math.multiplyExact(positions, 2 * half)];
        double[] sin = new double[cos.length];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < half; i++) {
                int at = p * 2 * half + i;
                cos[at] = cos[at + half] = Math.cos(p * frequencies[i]);
                sin[at + half] = Math.sin(p * frequencies[i]);
                sin[at] = -sin[at + half];
            }
        }
        try (Scope scope = Scope.open()) {
            return new Rotary(scope.keep(Tensors.of(dtype, cos).view(positions, 1, 2L * half)),
                scope.keep(Tensors.of(dtype, sin).view(positions, 1, 2L * half)), half);
        }
    }

    /** The rows of this table for given positions {@code [N]}; one outside the table is the native operation's error. */
    public Rotary at(Tensor positions) {
        Tensors.check("positions", positions, Tensors.ANY);
        return new Rotary(cos.index_select(0, positions), sin.index_select(0, positions), half);
    }

    /** Rotates {@code [N, heads, d]}, row n by the n-th position of {@link #at}; of heads larger than the table the first dimensions, the rest stay. */
    public Tensor rotate(Tensor x) {
        Tensors.check("heads to rotate", x, cos.size(0), Tensors.ANY, Tensors.ANY);
        long rest = x.size(2) - 2 * half;
        if (rest < 0) {
            throw new IllegalArgumentException("heads of " + x.size(2) + " dimensions cannot have " + 2 * half + " of them rotated");
        }
        return rest == 0 ? turned(x) : torch.cat(new TensorVector(turned(x.narrow(2, 0, 2 * half)), x.narrow(2, 2 * half, rest)), 2);
    }

    private Tensor turned(Tensor x) {
        return torch.addcmul(x.mul(cos), torch.roll(x, new long[] {half}, new long[] {-1}), sin);
    }
}
