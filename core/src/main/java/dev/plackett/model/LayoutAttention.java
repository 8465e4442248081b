package dev.plackett.model;

import dev.plackett.nn.DotProductAttention;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention over a {@link TokenLayout}: each shared prefix causally to itself, each continuation to its prefix and causally to itself, each whole
 * sequence causally to itself. Prompts are computed once however many continuations they have.
 */
final class LayoutAttention implements Attention {

    private final TokenLayout layout;
    private final ScalarType dtype;
    private final Map<Integer, Masks> byWindow = new HashMap<>();
    private final List<Tensor> rows = new ArrayList<>();

    /** Masks of one window. */
    private record Masks(Tensor prefix, List<Tensor> blocks) {}

    /**
     * Masks live in the caller's scope.
     *
     * @param windows the windows that layers will ask for
     */
    LayoutAttention(TokenLayout layout, ScalarType dtype, Set<Integer> windows) {
        this.layout = layout;
        this.dtype = dtype;
        for (int window : windows) {
            List<Tensor> blocks = layout.blocks().stream()
                .map(b -> b.row().length == 0 ? mask(b.length(), 0, 1, null, window) : mask(b.length(), layout.prefix(), b.count(), b.row(), window)).toList();
            byWindow.put(window, new Masks(mask(layout.prefix(), 0, 1, null, window), blocks));
        }
        for (TokenLayout.Block block : layout.blocks()) {
            rows.add(inOrder(block.row()) ? null : Tensors.of(block.row()));
        }
    }

    @Override
    public Tensor attend(int layer, Tensor q, Tensor k, Tensor v, Kernel kernel) {
        long r = layout.rows();
        long p = layout.prefix();
        Masks masks = byWindow.get(kernel.window());
        Tensor prefixKeys = heads(k, 0, r, p);
        Tensor prefixValues = heads(v, 0, r, p);
        TensorVector parts = new TensorVector();
        if (r > 0) {
            parts.push_back(block(q, 0, r, p, prefixKeys, prefixValues, masks.prefix(), kernel));
        }
        for (int i = 0; i < layout.blocks().size(); i++) {
            TokenLayout.Block block = layout.blocks().get(i);
            long n = block.count();
            long m = block.length();
            Tensor keys = heads(k, block.offset(), n, m);
            Tensor values = heads(v, block.offset(), n, m);
            boolean whole = block.row().length == 0;
            parts.push_back(block(q, block.offset(), n, m, whole ? keys : torch.cat(new TensorVector(select(prefixKeys, i), keys), 2),
                whole ? values : torch.cat(new TensorVector(select(prefixValues, i), values), 2), masks.blocks().get(i), kernel));
        }
        return parts.size() == 1 ? parts.get(0) : torch.cat(parts, 0);
    }

    private static Tensor block(Tensor q, long offset, long b, long m, Tensor keys, Tensor values, Tensor mask, Kernel kernel) {
        long kv = keys.size(1);
        long s = keys.size(2);
        long d = keys.size(3);
        return DotProductAttention.causal(q.narrow(0, offset, b * m), keys.reshape(b * kv, s, d), values.reshape(b * kv, s, d), mask, b, m,
            kernel.scale());
    }

    /** {@code [N, kv, d]} → {@code [b, kv, m, d]}. */
    private static Tensor heads(Tensor x, long offset, long b, long m) {
        return x.narrow(0, offset, b * m).view(b, m, x.size(1), x.size(2)).transpose(1, 2);
    }

    private Tensor select(Tensor prefix, int block) {
        return rows.get(block) == null ? prefix : prefix.index_select(0, rows.get(block));
    }

    private boolean inOrder(int[] row) {
        if (row.length != layout.rows()) {
            return false;
        }
        for (int i = 0; i < row.length; i++) {
            if (row[i] != i) {
                return false;
            }
        }
        return true;
    }

    /**
     * {@code [b, 1, m, before + m]}: 0 where query j may look, −∞ elsewhere; of the {@code before} keys only those within the row's prefix, and of all
     * only the last {@code window} positions. A query always sees itself, so no row is empty.
     */
    private Tensor mask(int m, int before, int b, int[] row, int window) {
        int s = before + m;
        float[] mask = new float[b * m * s];
        for (int i = 0; i < b; i++) {
            int visible = row == null ? before : layout.lengths()[row[i]];
            for (int j = 0; j < m; j++) {
                int at = (i * m + j) * s;
                java.util.Arrays.fill(mask, at + visible, at + before, Float.NEGATIVE_INFINITY);
                java.util.Arrays.fill(mask, at + before + j + 1, at + s, Float.NEGATIVE_INFINITY);
                if (window > 0) {
                    // Key p of the prefix stands at position p, key t of the continuation at visible + t; the query at visible + j.
                    java.util.Arrays.fill(mask, at, at + Math.max(0, Math.min(visible, visible + j - window + 1)), Float.NEGATIVE_INFINITY);
                    java.util.Arrays.fill(mask, at + before, at + before + Math.max(0, j - window + 1), Float.NEGATIVE_INFINITY);
                }
            }
        }
        return Tensors.of(mask).to(dtype).view(b, 1, m, s);
    }
}
