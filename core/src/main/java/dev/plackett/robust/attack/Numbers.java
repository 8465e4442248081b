package dev.plackett.robust.attack;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Writes the numbers of one gradient, a block at a time. */
final class Numbers {

    private static final int BLOCK = 1 << 14;

    private Numbers() {}

    /** What becomes of a block of numbers that begins at one of them. */
    interface Edit {
        void apply(double[] values, int width, long at);
    }

    static void edit(Tensor row, Edit edit) {
        double[] values = new double[BLOCK];
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor carrier = Tensors.zeros(ScalarType.Double, BLOCK);
            for (long at = 0; at < row.numel(); at += BLOCK) {
                try (Scope inner = Scope.open()) {
                    int width = (int) Math.min(BLOCK, row.numel() - at);
                    Tensor part = row.narrow(0, at, width);
                    Tensor own = carrier.narrow(0, 0, width);
                    own.copy_(part);
                    new DoublePointer(own.data_ptr()).get(values, 0, width);
                    edit.apply(values, width, at);
                    new DoublePointer(own.data_ptr()).put(values, 0, width);
                    part.copy_(own);
                }
            }
        }
    }

    /** Copies numbers into a gradient. */
    static void put(double[] from, Tensor row) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            row.copy_(Tensors.check("what the worker remembers", Tensors.of(ScalarType.Double, from), row.numel()));
        }
    }

    /** The numbers of a gradient on any device. */
    static double[] of(Tensor row) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return Tensors.toDoubles(row.cpu());
        }
    }
}
