package dev.plackett.generate;

import dev.plackett.model.Attention;
import dev.plackett.model.CausalModel;
import dev.plackett.nn.DotProductAttention;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Keys and values of a batch of prompts, once each, and of their K continuations each, in buffers made beforehand.
 * All continuations grow by one token a step, so no mask is needed among their own keys.
 */
final class PromptCache implements AutoCloseable {

    private final CausalModel.Shape shape;
    private final int samples;
    private final int promptLength;
    private int rows;
    private Tensor promptMask;
    private final Tensor[] promptKeys;
    private final Tensor[] promptValues;
    private final Tensor[] ownKeys;
    private final Tensor[] ownValues;
    private int grown;

    /**
     * @param lengths   true prompt lengths
     * @param padded    padded prompt length
     * @param samples   continuations per prompt
     * @param maxLength most tokens of a continuation
     */
    PromptCache(CausalModel.Shape shape, int[] lengths, int padded, int samples, int maxLength, ScalarType dtype) {
        this.shape = shape;
        this.samples = samples;
        this.promptLength = padded;
        this.rows = lengths.length;
        promptKeys = new Tensor[shape.layers()];
        promptValues = new Tensor[shape.layers()];
        ownKeys = new Tensor[shape.layers()];
        ownValues = new Tensor[shape.layers()];
        float[] mask = new float[rows * padded];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(mask, r * padded + lengths[r], (r + 1) * padded, Float.NEGATIVE_INFINITY);
        }
        try (Scope scope = Scope.open()) {
            promptMask = Scope.own(Tensors.of(mask).to(dtype).view(rows, 1, 1, 1, padded));
            for (int l = 0; l < shape.layers(); l++) {
                ownKeys[l] = Scope.own(Tensors.zeros(dtype, (long) rows * samples, shape.kvHeads(), maxLength, shape.headSize()));
                ownValues[l] = Scope.own(Tensors.zeros(dtype, (long) rows * samples, shape.kvHeads(), maxLength, shape.headSize()));
            }
        }
    }

    /** Attention of the prompts to themselves; stores their keys and values. */
    Attention prefill() {
        Tensor causal = torch.full(new long[] {promptLength, promptLength}, Tensors.scalar(Double.NEGATIVE_INFINITY), promptMask.options())
            .triu(1).view(1, 1, promptLength, promptLength);
        return (layer, q, k, v, kernel) -> {
            long kv = shape.kvHeads();
            promptKeys[layer] = store(k);
            promptValues[layer] = store(v);
            Tensor out = DotProductAttention.attend(DotProductAttention.groupQueries(q, rows, promptLength, kv),
                promptKeys[layer], promptValues[layer], causal, rows, promptLength, kernel.scale());
            return DotProductAttention.ungroup(out, rows, promptLength, kv);
        };
    }

    /** Attention of one new token per continuation to its prompt and to what it has grown so far, itself included. */
    Attention grow() {
        int length = ++grown;
        return (layer, q, k, v, kernel) -> {
            long kv = shape.kvHeads();
            long g = shape.heads() / kv;
            long d = shape.headSize();
            long s = (long) rows * samples;
            ownKeys[layer].select(2, length - 1).copy_(k);
            ownValues[layer].select(2, length - 1).copy_(v);
            Tensor scaled = q.mul(Tensors.scalar(kernel.scale()));
            Tensor byPrompt = scaled.reshape(rows, samples, kv, g, d).transpose(1, 2).reshape(rows * kv, samples * g, d);
            Tensor toPrompt = torch.bmm(byPrompt, promptKeys[layer].transpose(1, 2)).reshape(rows, kv, samples, g, promptLength).add(promptMask)
                .transpose(1, 2).reshape(s, kv, g, promptLength);
            Tensor keys = ownKeys[layer].narrow(2, 0, length).reshape(s * kv, length, d);
            Tensor values = ownValues[layer].narrow(2, 0, length).reshape(s * kv, length, d);
            Tensor toOwn = torch.bmm(scaled.reshape(s * kv, g, d), keys.transpose(1, 2)).reshape(s, kv, g, length);
            Tensor weights = torch.softmax(torch.cat(new TensorVector(toPrompt, toOwn), 3), 3);
            Tensor fromPrompt = torch.bmm(weights.narrow(3, 0, promptLength).reshape(rows, samples, kv, g, promptLength).transpose(1, 2)
                .reshape(rows * kv, samples * g, promptLength), promptValues[layer]).reshape(rows, kv, samples, g, d).transpose(1, 2).reshape(s, kv, g, d);
            Tensor fromOwn = torch.bmm(weights.narrow(3, promptLength, length).reshape(s * kv, g, length), values).reshape(s, kv, g, d);
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
