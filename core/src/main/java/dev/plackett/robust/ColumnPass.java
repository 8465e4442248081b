package dev.plackett.robust;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * One way over the columns of rows, or of weighted sums of rows, with scratch memory in float64. To be made and used within one scope and without
 * gradients.
 */
final class ColumnPass {

    /** What to do with a block {@code [rows, width]} of columns that begins at one of them. */
    interface Work {
        void on(Tensor block, long at);
    }

    private final Rows rows;
    private final int count;
    private final int padded;
    private final long capacity;
    private final Tensor flat;
    private final Tensor mixing;
    private final Tensor sources;

    /**
     * @param mix      weights {@code [q, p]}, or null for the rows themselves
     * @param padded   rows of a block; those beyond the first are zeros
     * @param capacity columns that are read at once
     * @param host     whether blocks lie on the CPU, rather than where the gradients do
     */
    ColumnPass(Rows rows, double[][] mix, int padded, long capacity, boolean host) {
        this.rows = rows;
        this.count = mix == null ? rows.count() : mix.length;
        this.padded = padded;
        this.capacity = Math.min(capacity, rows.length());
        Tensor zeros = Tensors.zeros(ScalarType.Double, padded * this.capacity);
        this.flat = host ? zeros : zeros.to(rows.device(), ScalarType.Double);
        this.sources = mix == null ? null : like(rows.count() * this.capacity);
        this.mixing = mix == null ? null : like(mix.length, rows.count());
        if (mix != null) {
            mixing.copy_(Tensors.of(ScalarType.Double, Arrays.stream(mix).flatMapToDouble(Arrays::stream).toArray()).view(mix.length, rows.count()));
        }
    }

    /** Zeros on the same device, float64. */
    Tensor like(long... shape) {
        return Tensors.zeros(ScalarType.Double, shape).to(flat.device(), ScalarType.Double);
    }

    /**
     * Over the columns from one (included) to another (not included), in blocks of at most so many; blocks are scratch memory and may be written to.
     */
    void each(long from, long to, long blockWidth, Work work) {
        for (long at = from; at < to; at += capacity) {
            try (Scope scope = Scope.open()) {
                long width = Math.min(capacity, to - at);
                Tensor read = read(at, width);
                for (long inner = 0; inner < width; inner += blockWidth) {
                    work.on(width <= blockWidth ? read : read.narrow(1, inner, Math.min(blockWidth, width - inner)), at + inner);
                }
            }
        }
    }

    private Tensor read(long at, long width) {
        Tensor block = flat.narrow(0, 0, padded * width).view(padded, width);
        if (padded > count && width < capacity) {
            block.narrow(0, count, padded - count).zero_();
        }
        if (mixing == null) {
            rows.read(at, width, padded > count ? block.narrow(0, 0, count) : block);
        } else {
            Tensor unmixed = sources.narrow(0, 0, rows.count() * width).view(rows.count(), width);
            rows.read(at, width, unmixed);
            torch.mm_out(padded > count ? block.narrow(0, 0, count) : block, mixing, unmixed);
        }
        return block;
    }
}
