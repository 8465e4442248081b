package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * DeBERTa's attention (He et al. 2021), position projections shared with the content's:
 * score(i, j) = (q_i·k_j + q_i·K_δ(i,j) + k_j·Q_δ(i,j)) / √(3d), with K and Q the key and query projections of the relative embeddings.
 * Only the 2t − 1 distances at hand are projected. For all queries the products are shifted into place by views; for a few they are gathered.
 *
 * @param qkv      query, key and value projections, stacked
 * @param keyValue key and value projections, stacked
 * @param query    query projection
 * @param key      key projection
 * @param heads    number of heads
 */
public record DisentangledAttention(Linear qkv, Linear keyValue, Linear query, Linear key, long heads) {

    public DisentangledAttention {
        long width = query.weight().size(1);
        Tensors.check("the query projection", query.weight(), width, width);
        Tensors.check("the key projection", key.weight(), width, width);
        Tensors.check("the key and value projection", keyValue.weight(), 2 * width, width);
        Tensors.check("the query, key and value projection", qkv.weight(), 3 * width, width);
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(heads + " heads do not divide a width of " + width);
        }
    }

    /**
     * What all layers share.
     *
     * @param forKeys    {@code [2t − 1, width]}: relative embeddings of the distances t − 1 … 1 − t
     * @param forQueries {@code [2t − 1, width]}: the same of the distances 1 − t … t − 1
     * @param keyMask    additive, {@code [1, b, 1, t]}
     * @param b          number of rows
     * @param t          padded length
     */
    public record Context(Tensor forKeys, Tensor forQueries, Tensor keyMask, long b, long t) {

        public Context {
            if (b < 1 || t < 1) {
                throw new IllegalArgumentException("expected at least one row of at least one position, found " + b + " of " + t);
            }
            Tensors.check("relative embeddings for keys", forKeys, 2 * t - 1, Tensors.ANY);
            Tensors.check("relative embeddings for queries", forQueries, 2 * t - 1, forKeys.size(1));
            Tensors.check("the mask of keys", keyMask, 1, b, 1, t);
        }
    }

    /** Every position attends: {@code [b·t, width]} → {@code [b·t, width]}, before the output projection. */
    public Tensor all(Tensor h, Context c) {
        Tensors.check("hidden states", h, c.b() * c.t(), c.forKeys().size(1));
        long width = h.size(1);
        TensorVector parts = torch.split_with_sizes(qkv.forward(h), new long[] {width, width, width}, 1);
        // Heads come first throughout, so that one product per head serves the positions of all rows.
        Tensor q = heads(parts.get(0), c.b(), c.t());
        Tensor k = heads(parts.get(1), c.b(), c.t());
        Tensor contentToPosition = shifted(torch.bmm(q.view(heads, c.b() * c.t(), -1), keys(c)), c);
        Tensor positionToContent = shifted(torch.bmm(k.view(heads, c.b() * c.t(), -1), queries(c)), c).transpose(2, 3);
        return mixed(q, k, heads(parts.get(2), c.b(), c.t()), contentToPosition, positionToContent, c);
    }

    /**
     * A few positions of each row attend to all.
     *
     * @param h         {@code [b·t, width]}
     * @param selected  {@code [b·m, width]}: the rows of h that attend, m of each
     * @param positions where they are, {@code [b·m]} numbers below t
     * @return {@code [b·m, width]}, before the output projection
     */
    public Tensor some(Tensor h, Tensor selected, int[] positions, Context c) {
        Tensors.check("hidden states", h, c.b() * c.t(), c.forKeys().size(1));
        Tensors.check("selected hidden states", selected, positions.length, h.size(1));
        if (positions.length == 0 || positions.length % c.b() != 0) {
            throw new IllegalArgumentException(positions.length + " positions of " + c.b() + " rows, expected the same number of each, at least one");
        }
        for (int position : positions) {
            Objects.checkIndex(position, c.t());
        }
        long width = h.size(1);
        int t = Math.toIntExact(c.t());
        int m = Math.toIntExact(positions.length / c.b());
        TensorVector parts = torch.split_with_sizes(keyValue.forward(h), new long[] {width, width}, 1);
        Tensor q = heads(query.forward(selected), c.b(), m);
        Tensor k = heads(parts.get(0), c.b(), t);
        int[] fromQueries = new int[positions.length * t];
        int[] fromKeys = new int[positions.length * t];
        for (int i = 0; i < positions.length; i++) {
            for (int j = 0; j < t; j++) {
                fromQueries[i * t + j] = t - 1 - positions[i] + j;
                fromKeys[(i / m * t + j) * m + i % m] = t - 1 + positions[i] - j;
            }
        }
        Tensor contentToPosition = gathered(torch.bmm(q.view(heads, c.b() * m, -1), keys(c)), fromQueries, t).view(heads, c.b(), m, t);
        Tensor positionToContent = gathered(torch.bmm(k.view(heads, c.b() * t, -1), queries(c)), fromKeys, m).view(heads, c.b(), t, m).transpose(2, 3);
        return mixed(q, k, heads(parts.get(1), c.b(), t), contentToPosition, positionToContent, c);
    }

    /** {@code [heads, b, m, d]}, {@code [heads, b, t, d]} twice, {@code [heads, b, m, t]} twice → {@code [b·m, width]}. */
    private Tensor mixed(Tensor q, Tensor k, Tensor v, Tensor contentToPosition, Tensor positionToContent, Context c) {
        long m = q.size(2);
        long d = q.size(3);
        Tensor content = torch.bmm(q.view(heads * c.b(), m, d), k.view(heads * c.b(), c.t(), d).transpose(1, 2)).view(heads, c.b(), m, c.t());
        Tensor scores = content.add(contentToPosition).add(positionToContent);
        Tensor weights = torch.softmax(c.keyMask().add(scores, Tensors.scalar(1 / Math.sqrt(3.0 * d))), -1);
        return torch.bmm(weights.view(heads * c.b(), m, c.t()), v.view(heads * c.b(), c.t(), d)).view(heads, c.b(), m, d)
            .permute(1, 2, 0, 3).reshape(c.b() * m, heads * d);
    }

    /** {@code [heads, d, 2t − 1]}. */
    private Tensor keys(Context c) {
        return key.forward(c.forKeys()).view(2 * c.t() - 1, heads, -1).permute(1, 2, 0);
    }

    /** {@code [heads, d, 2t − 1]}. */
    private Tensor queries(Context c) {
        return query.forward(c.forQueries()).view(2 * c.t() - 1, heads, -1).permute(1, 2, 0);
    }

    /** {@code [b·n, heads·d]} → {@code [heads, b, n, d]}. */
    private Tensor heads(Tensor x, long b, long n) {
        return x.view(b, n, heads, -1).permute(2, 0, 1, 3).contiguous();
    }

    /** Row i of {@code [heads, b·t, 2t − 1]} (i within t), shifted left by t − 1 − i, first t columns: {@code [heads, b, t, t]}. */
    private Tensor shifted(Tensor products, Context c) {
        long t = c.t();
        return products.view(heads, c.b(), t * (2 * t - 1)).narrow(2, t - 1, t * (2 * t - 2)).view(heads, c.b(), t, 2 * t - 2).narrow(3, 0, t);
    }

    /** Columns of {@code [heads, n, 2t − 1]}, {@code width} for each row, the same for all heads: {@code [heads, n, width]}. */
    private Tensor gathered(Tensor products, int[] columns, long width) {
        return products.gather(2, Tensors.of(columns).view(1, -1, width).expand(heads, -1, width));
    }
}
