package dev.plackett.generate;

import dev.plackett.model.Attention;
import dev.plackett.model.CausalModel;
import dev.plackett.nn.DotProductAttention;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of a batch of prompts, once each, and of their K continuations each, in buffers made beforehand.
 * All continuations grow by one token a step, so no mask is needed among their own keys; a layer's window cuts the same of them for all.
 */
final class PromptCache implements AutoCloseable {

    private final CausalModel.Shape shape;
    private final Set<Integer> windows;
    private final int samples;
    private final int promptLength;
    private int rows;
    private int[] lengths;
    private Tensor promptMask;
    private final Tensor[] promptKeys;
    private final Tensor[] promptValues;
    private final Tensor[] ownKeys;
    private final Tensor[] ownValues;
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
        this.rows = lengths.length;
        this.lengths = lengths.clone();
        promptKeys = new Tensor[shape.layers()];
        promptValues = new Tensor[shape.layers()];
        ownKeys = new Tensor[shape.layers()];
        ownValues = new Tensor[shape.layers()];
        try (Scope scope = Scope.open()) {
            promptMask = Scope.own(promptMask(0, dtype));
            for (int l = 0; l < shape.layers(); l++) {
                ownKeys[l] = Scope.own(Tensors.zeros(dtype, (long) rows * samples, shape.kvHeads(), maxLength, shape.headSize()));
                ownValues[l] = Scope.own(Tensors.zeros(dtype, (long) rows * samples, shape.kvHeads(), maxLength, shape.headSize()));
            }
        }
    }

    /** Attention of the prompts to themselves; stores their keys and values. */
    Attention prefill() {
        Map<Integer, Tensor> causal = byWindow(this::causal);
        return (layer, q, k, v, kernel) -> {
            long kv = shape.kvHeads();
            promptKeys[layer] = store(k);
            promptValues[layer] = store(v);
            Tensor out = DotProductAttention.attend(DotProductAttention.groupQueries(q, rows, promptLength, kv),
                promptKeys[layer], promptValues[layer], causal.get(kernel.window()), rows, promptLength, kernel.scale());
            return DotProductAttention.ungroup(out, rows, promptLength, kv);
        };
    }

    /** Attention of one new token per continuation to its prompt and to what it has grown so far, itself included. */
    Attention grow() {
        int length = ++grown;
        Map<Integer, Tensor> masks = byWindow(w -> w == 0 ? promptMask : promptMask(w, Tensors.dtype(promptMask)));
        return (layer, q, k, v, kernel) -> {
            int from = kernel.window() == 0 ? 0 : Math.max(0, length - kernel.window());
            Tensor mask = masks.get(kernel.window());
            long kv = shape.kvHeads();
            long g = shape.heads() / kv;
            long d = shape.headSize();
            long s = (long) rows * samples;
            ownKeys[layer].select(2, length - 1).copy_(k);
            ownValues[layer].select(2, length - 1).copy_(v);
            Tensor scaled = q.mul(Tensors.scalar(kernel.scale()));
            Tensor byPrompt = scaled.reshape(rows, samples, kv, g, d).transpose(1, 2).reshape(rows * kv, samples * g, d);
            Tensor toPrompt = torch.bmm(byPrompt, promptKeys[layer].transpose(1, 2)).reshape(rows, kv, samples, g, promptLength).add(mask)
                .transpose(1, 2).reshape(s, kv, g, promptLength);
            int own = length - from;
            Tensor keys = ownKeys[layer].narrow(2, from, own).reshape(s * kv, own, d);
            Tensor values = ownValues[layer].narrow(2, from, own).reshape(s * kv, own, d);
            Tensor toOwn = torch.bmm(scaled.reshape(s * kv, g, d), keys.transpose(1, 2)).reshape(s, kv, g, own);
            Tensor weights = torch.softmax(torch.cat(new TensorVector(toPrompt, toOwn), 3), 3);
            Tensor fromPrompt = torch.bmm(weights.narrow(3, 0, promptLength).reshape(rows, samples, kv, g, promptLength).transpose(1, 2)
                .reshape(rows * kv, samples * g, promptLength), promptValues[layer]).reshape(rows, kv, samples, g, d).transpose(1, 2).reshape(s, kv, g, d);
            Tensor fromOwn = torch.bmm(weights.narrow(3, promptLength, own).reshape(s * kv, g, own), values).reshape(s, kv, g, d);
            return fromPrompt.add_(fromOwn).reshape(s, kv * g * d);
        };
    }

    /** Keeps only these prompts and their continuations. */
    void keep(int[] keptRows) {
        int[] keptSequences = Arrays.stream(keptRows).flatMap(r -> java.util.stream.IntStream.range(r * samples, (r + 1) * samples)).toArray();
        try (Scope scope = Scope.open()) {
            Tensor byRow = Tensors.of(keptRows);
            Tensor bySequence = Tensors.of(keptSequences);
            promptMask = replace(promptMask, promptMask.index_select(0, byRow));
            for (int l = 0; l < shape.layers(); l++) {
                promptKeys[l] = replace(promptKeys[l], byRows(promptKeys[l], byRow));
                promptValues[l] = replace(promptValues[l], byRows(promptValues[l], byRow));
                ownKeys[l] = replace(ownKeys[l], ownKeys[l].index_select(0, bySequence));
                ownValues[l] = replace(ownValues[l], ownValues[l].index_select(0, bySequence));
            }
        }
        rows = keptRows.length;
        lengths = Arrays.stream(keptRows).map(r -> lengths[r]).toArray();
    }

    @Override
    public void close() {
        promptMask.close();
        for (Tensor[] part : new Tensor[][] {promptKeys, promptValues, ownKeys, ownValues}) {
            for (Tensor tensor : part) {
                if (tensor != null) {
                    tensor.close();
                }
            }
        }
    }

    private Map<Integer, Tensor> byWindow(IntFunction<Tensor> mask) {
        return windows.stream().collect(Collectors.toMap(w -> w, mask::apply));
    }

    /** {@code [1, 1, t, t]}: 0 where a query may look within the window, −∞ elsewhere. */
    private Tensor causal(int window) {
        float[] mask = new float[promptLength * promptLength];
        for (int j = 0; j < promptLength; j++) {
            int at = j * promptLength;
            Arrays.fill(mask, at + j + 1, at + promptLength, Float.NEGATIVE_INFINITY);
            Arrays.fill(mask, at, at + (window == 0 ? 0 : Math.max(0, j - window + 1)), Float.NEGATIVE_INFINITY);
        }
        return Tensors.of(mask).to(Tensors.dtype(promptMask)).view(1, 1, promptLength, promptLength);
    }

    /** {@code [rows, 1, 1, 1, t]}: the keys of each prompt that the token now growing may look at. */
    private Tensor promptMask(int window, ScalarType dtype) {
        float[] mask = new float[rows * promptLength];
        for (int r = 0; r < rows; r++) {
            int at = r * promptLength;
            int hidden = window == 0 ? 0 : Math.max(0, Math.min(lengths[r], lengths[r] + grown - window));
            Arrays.fill(mask, at, at + hidden, Float.NEGATIVE_INFINITY);
            Arrays.fill(mask, at + lengths[r], at + promptLength, Float.NEGATIVE_INFINITY);
        }
        return Tensors.of(mask).to(dtype).view(rows, 1, 1, 1, promptLength);
    }

    private Tensor store(Tensor x) {
        return Scope.own(x.view(rows, promptLength, shape.kvHeads(), shape.headSize()).transpose(1, 2)
            .reshape((long) rows * shape.kvHeads(), promptLength, shape.headSize()));
    }

    private Tensor byRows(Tensor keys, Tensor index) {
        return keys.view(rows, shape.kvHeads(), promptLength, shape.headSize()).index_select(0, index)
            .view(index.size(0) * shape.kvHeads(), promptLength, shape.headSize());
    }

    private static Tensor replace(Tensor old, Tensor now) {
        old.close();
        return Scope.own(now);
    }
}
