package dev.plackett.model;

import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Token ids are checked before they reach native code, where a wrong one would read foreign memory. */
public final class TokenIds {

    private TokenIds() {}

    /**
     * Checks every id.
     *
     * @throws IllegalArgumentException naming the first id that is not in [0, vocabulary)
     */
    public static void check(int[] ids, int vocabulary) {
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] < 0 || ids[i] >= vocabulary) {
                throw new IllegalArgumentException("token id " + ids[i] + " at position " + i + " is outside the model's vocabulary of "
                    + vocabulary + ": do tokenizer and model belong together?");
            }
        }
    }

    /**
     * Checks what enters a model: ids and positions, {@code [N]} int64 each. Their ranges are checked where they come from; one that is not is the embedding's
     * own error.
     */
    static void check(Tensor ids, Tensor positions) {
        Tensors.check("token ids", ids, Tensors.ANY);
        Tensors.check("positions", positions, ids.size(0));
        if (Tensors.dtype(ids) != ScalarType.Long || Tensors.dtype(positions) != ScalarType.Long) {
            throw new IllegalArgumentException("token ids and positions are " + Tensors.dtype(ids) + " and " + Tensors.dtype(positions) + ", expected Long");
        }
    }
}
