package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * softmax(scale·q kᵀ + mask) v on batches of head groups. The one place where attention weights are computed:
 * two products and a softmax, because libtorch's fused kernel is twenty times slower in bfloat16 on CPUs.
 */
public final class DotProductAttention {

    private DotProductAttention() {}

    /**
     * Attention of grouped queries.
     *
     * @param q     {@code [b·kv, g·m, d]}: for each key/value head, its g query heads one after the other
     * @param k     {@code [b·kv, s, d]}
     * @param v     {@code [b·kv, s, d]}
     * @param mask  additive, broadcast to {@code [b, kv·g, m, s]}
     * @param b     number of sequences
     * @param m     number of query positions
     * @param scale factor of the products, usually 1/√d
     * @return {@code [b·kv, g·m, d]}
     */
    public static Tensor attend(Tensor q, Tensor k, Tensor v, Tensor mask, long b, long m, double scale) {
        Tensors.check("queries", q, Tensors.ANY, Tensors.ANY, Tensors.ANY);
        Tensors.check("keys", k, q.size(0), Tensors.ANY, q.size(2));
        Tensors.check("values", v, q.size(0), k.size(1), q.size(2));
        if (b < 1 || m < 1 || q.size(0) % b != 0 || q.size(1) % m != 0) {
            throw new IllegalArgumentException(b + " sequences of " + m + " queries do not fit queries of shape " + Arrays.toString(Tensors.shape(q)));
        }
        Tensor products = torch.bmm(q, k.transpose(1, 2));
        long rows = products.size(0);
        long queries = products.size(1);
        long s = products.size(2);
        Tensor masked = mask.add(products.view(b, rows * queries / (b * m), m, s), Tensors.scalar(scale));
        return torch.bmm(torch.softmax(masked, -1).view(rows, queries, s), v);
    }

    /** {@code [b·m, kv·g, d]} → {@code [b·kv, g·m, d]}. */
    public static Tensor groupQueries(Tensor q, long b, long m, long kv) {
        Tensors.check("queries", q, b * m, Tensors.ANY, Tensors.ANY);
        if (kv < 1 || q.size(1) % kv != 0) {
            throw new IllegalArgumentException(q.size(1) + " query heads cannot share " + kv + " key and value heads evenly");
        }
        long heads = q.size(1);
        long d = q.size(2);
        return q.view(b, m, kv, heads / kv, d).permute(0, 2, 3, 1, 4).reshape(b * kv, heads / kv * m, d);
    }

    /** {@code [b·kv, g·m, d]} → {@code [b·m, kv·g·d]}. */
    public static Tensor ungroup(Tensor out, long b, long m, long kv) {
        Tensors.check("attended values", out, b * kv, Tensors.ANY, Tensors.ANY);
        if (m < 1 || out.size(1) % m != 0) {
            throw new IllegalArgumentException(out.size(1) + " rows of attended values are not those of " + m + " queries");
        }
        long d = out.size(2);
        long g = out.size(1) / m;
        return out.view(b, kv, g, m, d).permute(0, 3, 1, 2, 4).reshape(b * m, kv * g * d);
    }
}
