package dev.plackett.model;

import dev.plackett.nn.DotProductAttention;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Attention over a {@link TokenLayout}: each prefix causally to itself, each continuation to its prefix and causally to itself.
 * Prompts are computed once however many continuations they have.
 */
final class LayoutAttention implements Attention {

    private final TokenLayout layout;
    private final Tensor causal;
    private final List<Tensor> masks = new ArrayList<>();
    private final List<Tensor> rows = new ArrayList<>();

    /** Masks live in the caller's scope. */
    LayoutAttention(TokenLayout layout, ScalarType dtype) {
        this.layout = layout;
        causal = causalMask(layout.prefix(), 0, 1, null, dtype);
        for (TokenLayout.Block block : layout.blocks()) {
            masks.add(causalMask(block.length(), layout.prefix(), block.row().length, block.row(), dtype));
            rows.add(inOrder(block.row()) ? null : Tensors.of(block.row()));
        }
    }

    @Override
    public Tensor attend(int layer, Tensor q, Tensor k, Tensor v, Kernel kernel) {
        long kv = k.size(1);
        long r = layout.rows();
        long p = layout.prefix();
        Tensor prefixKeys = heads(k, 0, r, p);
        Tensor prefixValues = heads(v, 0, r, p);
        TensorVector parts = new TensorVector();
        parts.push_back(block(q, 0, r, p, kv, prefixKeys, prefixValues, causal, kernel));
        for (int i = 0; i < layout.blocks().size(); i++) {
            TokenLayout.Block block = layout.blocks().get(i);
            long b = block.row().length;
            long c = block.length();
            Tensor keys = torch.cat(new TensorVector(select(prefixKeys, i), heads(k, block.offset(), b, c)), 2);
            Tensor values = torch.cat(new TensorVector(select(prefixValues, i), heads(v, block.offset(), b, c)), 2);
            parts.push_back(block(q, block.offset(), b, c, kv, keys, values, masks.get(i), kernel));
        }
        return parts.size() == 1 ? parts.get(0) : torch.cat(parts, 0);
    }

    private static Tensor block(Tensor q, long offset, long b, long m, long kv, Tensor keys, Tensor values, Tensor mask, Kernel kernel) {
        long s = keys.size(2);
        long d = keys.size(3);
        Tensor out = DotProductAttention.attend(DotProductAttention.groupQueries(q.narrow(0, offset, b * m), b, m, kv),
            keys.reshape(b * kv, s, d), values.reshape(b * kv, s, d), mask, b, m, kernel.scale());
        return DotProductAttention.ungroup(out, b, m, kv);
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

    /** {@code [b, 1, m, before + m]}: 0 where query j may look, −∞ elsewhere; of the {@code before} keys only those within the row's prefix. */
    private Tensor causalMask(int m, int before, int b, int[] row, ScalarType dtype) {
        int s = before + m;
        float[] mask = new float[b * m * s];
        for (int i = 0; i < b; i++) {
            int visible = row == null ? before : layout.lengths()[row[i]];
            for (int j = 0; j < m; j++) {
                int at = (i * m + j) * s;
                java.util.Arrays.fill(mask, at + visible, at + before, Float.NEGATIVE_INFINITY);
                java.util.Arrays.fill(mask, at + before + j + 1, at + s, Float.NEGATIVE_INFINITY);
            }
        }
        return Tensors.of(mask).to(dtype).view(b, 1, m, s);
    }
}
