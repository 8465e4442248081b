package dev.plackett.generate;

import dev.plackett.model.Attention;
import dev.plackett.model.CausalModel;
import dev.plackett.nn.DotProductAttention;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of a batch of prompts, once each, followed by those of their K continuations each, in buffers made beforehand. The continuations of a
 * prompt stand interleaved, token by token, so that one product serves all of them: a continuation's products with its siblings' keys are masked. Once
 * that waste outweighs the fixed cost of separate products, each continuation attends to its own keys alone. A layer's window hides the same keys from all.
 */
final class PromptCache implements AutoCloseable {

    /** Multiply-adds that take as long as the fixed cost of a small product does. */
    private static final long FIXED = 50_000;

    private final CausalModel.Shape shape;
    private final Set<Integer> windows;
    private final int samples;
    private final int promptLength;
    private final ScalarType dtype;
    private final Tensor[] keys;
    private final Tensor[] values;
    private int rows;
    private int[] lengths;
    private int grown;

    /**
     * @param windows   the windows that layers attend over
     * @param lengths   true prompt lengths
     * @param padded    padded prompt length
     * @param samples   continuations per prompt
     * @param maxLength most tokens of a continuation
     */
    PromptCache(CausalModel.Shape shape, Set<Integer> windows, int[] lengths, int padded, int samples, int maxLength, ScalarType dtype) {
        this.shape = shape;
        this.windows = windows;
        this.samples = samples;
        this.promptLength = padded;
        this.dtype = dtype;
        this.rows = lengths.length;
        this.lengths = lengths.clone();
        keys = new Tensor[shape.layers()];
        values = new Tensor[shape.layers()];
        try (Scope scope = Scope.open()) {
            for (int l = 0; l < shape.layers(); l++) {
                keys[l] = Tensors.zeros(dtype, (long) rows * shape.kvHeads(), padded + (long) samples * maxLength, shape.headSize());
                values[l] = Tensors.zeros(dtype, (long) rows * shape.kvHeads(), padded + (long) samples * maxLength, shape.headSize());
            }
            // Taken out of the scope together: where memory ends before the last one, none is left behind.
            Stream.of(keys, values).flatMap(Arrays::stream).forEach(Scope::own);
        }
    }

    /** Attention of the prompts to themselves; stores their keys and values. */
    Attention prefill() {
        Map<Integer, Tensor> causal = windows.stream().collect(Collectors.toMap(w -> w, this::causal));
        return (layer, q, k, v, kernel) -> {
            store(keys[layer], k, 0, promptLength);
            store(values[layer], v, 0, promptLength);
            return DotProductAttention.causal(q, keys[layer].narrow(1, 0, promptLength), values[layer].narrow(1, 0, promptLength),
                causal.get(kernel.window()), rows, promptLength, kernel.scale());
        };
    }

    /** Attention of one new token per continuation to its prompt and to what it has grown so far, itself included. */
    Attention grow() {
        int own = ++grown;
        long g = shape.heads() / shape.kvHeads();
        boolean joint = g * (samples - 1) * own * shape.headSize() <= FIXED;
        Map<Integer, Tensor> masks = windows.stream().collect(Collectors.toMap(w -> w, w -> mask(w, joint)));
        return (layer, q, k, v, kernel) -> {
            long kv = shape.kvHeads();
            long d = shape.headSize();
            store(keys[layer], k, promptLength + (long) (own - 1) * samples, samples);
            store(values[layer], v, promptLength + (long) (own - 1) * samples, samples);
            Tensor queries = q.mul(Tensors.scalar(kernel.scale())).view(rows, samples, kv, g, d).transpose(1, 2).reshape(rows * kv, samples * g, d);
            Tensor out = joint ? joint(queries, layer, masks.get(kernel.window())) : separate(queries, layer, masks.get(kernel.window()));
            return out.view(rows, kv, samples, g, d).transpose(1, 2).reshape((long) rows * samples, kv * g * d);
        };
    }

    /** {@code [rows·kv, samples·g, d]}, queries → outputs, by products with the keys of all continuations of the prompt. */
    private Tensor joint(Tensor queries, int layer, Tensor mask) {
        long seen = promptLength + (long) grown * samples;
        Tensor products = torch.bmm(queries, keys[layer].narrow(1, 0, seen).transpose(1, 2));
        Tensor masked = products.view(rows, shape.kvHeads(), samples, queries.size(1) / samples, seen).add(mask);
        return torch.bmm(torch.softmax(masked, -1).view(queries.size(0), queries.size(1), seen), values[layer].narrow(1, 0, seen));
    }

    /** The same by products of each continuation with its own keys. */
    private Tensor separate(Tensor queries, int layer, Tensor mask) {
        long n = queries.size(0);
        long g = queries.size(1) / samples;
        Tensor toPrompt = torch.bmm(queries, keys[layer].narrow(1, 0, promptLength).transpose(1, 2)).view(n, samples, g, promptLength);
        Tensor bySample = queries.view(n, samples, g, queries.size(2));
        TensorVector toOwn = new TensorVector();
        for (int i = 0; i < samples; i++) {
            toOwn.push_back(torch.bmm(bySample.select(1, i), own(keys[layer], i).transpose(1, 2)));
        }
        Tensor products = torch.cat(new TensorVector(toPrompt, torch.stack(toOwn, 1)), 3);
        Tensor weights = torch.softmax(products.view(rows, shape.kvHeads(), samples, g, promptLength + (long) grown).add(mask), -1)
            .view(n, samples, g, promptLength + (long) grown);
        Tensor out = torch.bmm(weights.narrow(3, 0, promptLength).reshape(n, samples * g, promptLength), values[layer].narrow(1, 0, promptLength))
            .view(n, samples, g, queries.size(2));
        for (int i = 0; i < samples; i++) {
            out.select(1, i).add_(torch.bmm(weights.select(1, i).narrow(2, promptLength, grown), own(values[layer], i)));
        }
        return out;
    }

    /** {@code [rows·kv, grown, d]}: what a continuation has grown so far. */
    private Tensor own(Tensor buffer, int sample) {
        return buffer.narrow(1, promptLength, (long) grown * samples).view(buffer.size(0), grown, samples, buffer.size(2)).select(2, sample);
    }

    /** Keeps only these prompts and their continuations. */
    void keep(int[] keptRows) {
        try (Scope scope = Scope.open()) {
            Tensor index = Tensors.of(keptRows);
            for (int l = 0; l < shape.layers(); l++) {
                keys[l] = rows(keys[l], index);
                values[l] = rows(values[l], index);
            }
        }
        rows = keptRows.length;
        lengths = Arrays.stream(keptRows).map(r -> lengths[r]).toArray();
    }

    @Override
    public void close() {
        for (Tensor[] part : new Tensor[][] {keys, values}) {
            for (Tensor tensor : part) {
                tensor.close();
            }
        }
    }

    /** {@code [1, 1, t, t]}: 0 where a query of a prompt may look within the window, −∞ elsewhere. */
    private Tensor causal(int window) {
        float[] mask = new float[promptLength * promptLength];
        for (int j = 0; j < promptLength; j++) {
            int at = j * promptLength;
            Arrays.fill(mask, at + j + 1, at + promptLength, Float.NEGATIVE_INFINITY);
            Arrays.fill(mask, at, at + (window == 0 ? 0 : Math.max(0, j - window + 1)), Float.NEGATIVE_INFINITY);
        }
        return Tensors.of(mask).to(dtype).view(1, 1, promptLength, promptLength);
    }

    /**
     * 0 at the keys that the token now growing may look at, −∞ elsewhere.
     *
     * @return {@code [rows, 1, samples, 1, t + samples·grown]} when all continuations' keys stand there, else {@code [rows, 1, 1, 1, t + grown]}
     */
    private Tensor mask(int window, boolean joint) {
        int each = joint ? samples : 1;
        int width = promptLength + each * grown;
        float[] mask = new float[rows * each * width];
        Arrays.fill(mask, Float.NEGATIVE_INFINITY);
        for (int r = 0; r < rows; r++) {
            // Key p of the prompt stands at position p, token t of the continuation at length + t; the query at length + grown - 1.
            int hidden = window == 0 ? 0 : Math.max(0, Math.min(lengths[r], lengths[r] + grown - window));
            int first = window == 0 ? 0 : Math.max(0, grown - window);
            for (int i = 0; i < each; i++) {
                int at = (r * each + i) * width;
                Arrays.fill(mask, at + hidden, at + lengths[r], 0);
                for (int t = first; t < grown; t++) {
                    mask[at + promptLength + t * each + i] = 0;
                }
            }
        }
        return Tensors.of(mask).to(dtype).view(rows, 1, each, 1, width);
    }

    /** Writes {@code [rows·n, kv, d]} to n positions of the buffer. */
    private void store(Tensor buffer, Tensor x, long at, long n) {
        long kv = shape.kvHeads();
        long d = shape.headSize();
        buffer.view(rows, kv, buffer.size(1), d).narrow(2, at, n).copy_(x.view(rows, n, kv, d).transpose(1, 2));
    }

    private Tensor rows(Tensor buffer, Tensor index) {
        Tensor kept = buffer.view(rows, shape.kvHeads(), buffer.size(1), buffer.size(2)).index_select(0, index)
            .view(index.size(0) * shape.kvHeads(), buffer.size(1), buffer.size(2));
        buffer.close();
        return Scope.own(kept);
    }
}
