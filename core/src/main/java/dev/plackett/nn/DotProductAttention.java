package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * softmax(scale·q kᵀ + mask) v on batches of head groups. The one place where attention weights are computed:
 * two products and a softmax, because libtorch's fused kernel is twenty times slower in bfloat16 on CPUs.
 */
public final class DotProductAttention {

    private DotProductAttention() {}

    /** From this many queries on they attend piece by piece, each piece to the keys that it can see. */
    private static final long LONG = 128;
    private static final long PIECE = 64;

    /**
     * Attention of the last m positions of b sequences to all s positions, where a query sees no key after its own.
     *
     * @param q     {@code [b·m, heads, d]}
     * @param k     {@code [b·kv, s, d]}
     * @param v     {@code [b·kv, s, d]}
     * @param mask  additive, {@code [b or 1, 1, m, s]}; −∞ at the latest where a key stands after the query
     * @param b     number of sequences
     * @param m     number of query positions
     * @param scale factor of the products, usually 1/√d
     * @return {@code [b·m, heads·d]}
     */
    public static Tensor causal(Tensor q, Tensor k, Tensor v, Tensor mask, long b, long m, double scale) {
        Tensors.check("keys", k, Tensors.ANY, Tensors.ANY, Tensors.ANY);
        if (b < 1 || m < 1 || k.size(0) % b != 0 || k.size(1) < m) {
            throw new IllegalArgumentException(b + " sequences of " + m + " queries do not fit keys of shape " + Arrays.toString(Tensors.shape(k)));
        }
        Tensors.check("queries", q, b * m, Tensors.ANY, k.size(2));
        Tensors.check("values", v, k.size(0), k.size(1), k.size(2));
        long kv = k.size(0) / b;
        if (q.size(1) % kv != 0) {
            throw new IllegalArgumentException(q.size(1) + " query heads cannot share " + kv + " key and value heads evenly");
        }
        Tensor scaled = q.mul(Tensors.scalar(scale));
        if (m < LONG) {
            return ungroup(attend(groupQueries(scaled, b, m, kv), k, v, mask, b, m), b, m, kv);
        }
        long before = k.size(1) - m;
        long width = q.size(1) * q.size(2);
        Tensor bySequence = scaled.view(b, m, q.size(1), q.size(2));
        TensorVector pieces = new TensorVector();
        for (long from = 0; from < m; from += PIECE) {
            long n = Math.min(PIECE, m - from);
            long seen = before + from + n;
            Tensor piece = groupQueries(bySequence.narrow(1, from, n), b, n, kv);
            Tensor visible = mask.narrow(2, from, n).narrow(3, 0, seen);
            Tensor out = from + n == m ? attend(piece, k, v, visible, b, n) : attend(piece, k.narrow(1, 0, seen), v.narrow(1, 0, seen), visible, b, n);
            pieces.push_back(ungroup(out, b, n, kv).view(b, n, width));
        }
        return torch.cat(pieces, 1).view(b * m, width);
    }

    /**
     * Attention of grouped and scaled queries.
     *
     * @param q    {@code [b·kv, g·m, d]}: for each key/value head, its g query heads one after the other
     * @param mask additive, broadcast to {@code [b, kv·g, m, s]}
     * @return {@code [b·kv, g·m, d]}
     */
    private static Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask, long b, long m) {
        Tensor products = torch.bmm(q, k.transpose(1, 2));
        long rows = products.size(0);
        long queries = products.size(1);
        long s = products.size(2);
        Tensor masked = mask.add(products.view(b, rows * queries / (b * m), m, s));
        return torch.bmm(torch.softmax(masked, -1).view(rows, queries, s), v);
    }

    /** {@code b·m} positions of {@code [heads, d]}, in whatever shape → {@code [b·kv, g·m, d]}. */
    private static Tensor groupQueries(Tensor q, long b, long m, long kv) {
        long d = q.size(-1);
        long heads = q.size(-2);
        return q.view(b, m, kv, heads / kv, d).permute(0, 2, 3, 1, 4).reshape(b * kv, heads / kv * m, d);
    }

    /** {@code [b·kv, g·m, d]} → {@code [b·m, kv·g·d]}. */
    private static Tensor ungroup(Tensor out, long b, long m, long kv) {
        long d = out.size(2);
        long g = out.size(1) / m;
        return out.view(b, kv, g, m, d).permute(0, 3, 1, 2, 4).reshape(b * m, kv * g * d);
    }
}
