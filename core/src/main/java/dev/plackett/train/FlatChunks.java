package dev.plackett.train;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Element-wise work on flat buffers in pieces that stay in cache, so that temporaries are small. */
final class FlatChunks {

    private static final long CHUNK = 1 << 18;

    private FlatChunks() {}

    /** What to do with one piece; the tensors are views of the buffers given. */
    interface Work {
        void on(Tensor[] pieces);
    }

    /** Runs over all pieces of buffers of equal length. */
    static void each(Work work, Tensor... buffers) {
        for (Tensor buffer : buffers) {
            if (buffer.dim() != 1 || buffer.numel() != buffers[0].numel()) {
                throw new IllegalArgumentException("a flat buffer has shape " + Arrays.toString(Tensors.shape(buffer)) + ", expected ["
                    + buffers[0].numel() + "]");
            }
        }
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
