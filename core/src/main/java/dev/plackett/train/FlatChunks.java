package dev.plackett.train;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Element-wise work on flat buffers in pieces that stay in cache, so that temporaries are small. */
final class FlatChunks {

    private static final long CHUNK = 1 << 18;

    private FlatChunks() {}

    /** What to do with one piece; the tensors are views of the buffers given. */
    interface Work {
        void on(Tensor[] pieces);
    }

    /** Refuses what is not flat buffers of one length and dtype, before native code sees them. */
    static void check(Tensor... buffers) {
        ScalarType dtype = buffers[0].scalar_type().intern();
        for (Tensor buffer : buffers) {
            if (buffer.dim() != 1 || buffer.numel() != buffers[0].numel() || buffer.scalar_type().intern() != dtype) {
                throw new IllegalArgumentException("a flat buffer is " + buffer.scalar_type().intern() + " of shape " + Arrays.toString(Tensors.shape(buffer))
                    + ", expected " + dtype + " [" + buffers[0].numel() + "]");
            }
        }
    }

    /** Runs over all pieces of buffers of equal length. */
    static void each(Work work, Tensor... buffers) {
        check(buffers);
        try (NoGradGuard off = new NoGradGuard()) {
            long n = buffers[0].numel();
            for (long at = 0; at < n; at += CHUNK) {
                try (Scope scope = Scope.open()) {
                    Tensor[] pieces = new Tensor[buffers.length];
                    for (int i = 0; i < buffers.length; i++) {
                        pieces[i] = buffers[i].narrow(0, at, Math.min(CHUNK, n - at));
                    }
                    work.on(pieces);
                }
            }
        }
    }
}
