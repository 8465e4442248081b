package dev.plackett.model;

import dev.plackett.tensor.ParameterStore;
import java.nio.file.Path;
import java.util.Set;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An autoregressive language model: what scoring and generation need of it. */
public interface CausalModel extends AutoCloseable {

    /** Sizes that callers need. */
    record Shape(int vocabulary, int width, int layers, int heads, int kvHeads, int headSize, int maxPositions) {

        /** Ten times what the deepest and the longest models have; both size tables that are made before the weights are looked at. */
        private static final int MOST_LAYERS = 2000;
        private static final int MOST_POSITIONS = 1 << 24;

        public Shape {
            if (Math.min(Math.min(Math.min(vocabulary, width), Math.min(layers, heads)), Math.min(Math.min(kvHeads, headSize), maxPositions)) < 1) {
                throw new IllegalArgumentException("expected sizes of at least 1, found vocabulary " + vocabulary + ", width " + width + ", layers " + layers
                    + ", heads " + heads + ", key and value heads " + kvHeads + ", head size " + headSize + ", positions " + maxPositions);
            }
            if (layers > MOST_LAYERS || maxPositions > MOST_POSITIONS) {
                throw new IllegalArgumentException("expected at most " + MOST_LAYERS + " layers and " + MOST_POSITIONS + " positions, found " + layers + " and "
                    + maxPositions);
            }
            if (heads % kvHeads != 0) {
                throw new IllegalArgumentException(heads + " heads cannot share " + kvHeads + " key and value heads evenly");
            }
        }
    }

    /**
     * The output head.
     *
     * @param store  where its weight is, trainable or not
     * @param weight name of the weight {@code [vocabulary, width]}; the embedding's where they are tied
     */
    record Head(ParameterStore store, String weight) {}

    /** A forward pass that a backward will follow. */
    interface Pass {

        /** Final hidden states {@code [N, width]}. */
        Tensor hidden();

        /** Adds to the gradients of {@link #parameters}, given the gradient of the hidden states. */
        void backward(Tensor gradient);
    }

    /** Sizes. */
    Shape shape();

    /** The windows that its layers attend over; 0 stands for all positions before. */
    Set<Integer> windows();

    /** What is trained: all parameters, or an adapter's. */
    ParameterStore parameters();

    /**
     * Final hidden states of packed tokens.
     *
     * @param ids       token ids {@code [N]}
     * @param positions positions {@code [N]}
     * @param attention who attends to whom
     * @return {@code [N, width]}, after the final norm
     */
    Tensor hidden(Tensor ids, Tensor positions, Attention attention);

    /** The same with a backward to follow; what it keeps lives in the caller's scope. */
    default Pass pass(Tensor ids, Tensor positions, Attention attention) {
        Tensor hidden = hidden(ids, positions, attention);
        return new Pass() {
            @Override
            public Tensor hidden() {
                return hidden;
            }

            @Override
            public void backward(Tensor gradient) {
                hidden.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            }
        };
    }

    /** The output head. */
    Head head();

    /**
     * This model made ready to generate; what it needs beside the weights is released when that is closed.
     *
     * @param rows how many tokens will usually be computed together
     */
    Decoding decoding(int rows);

    /** Writes {@code config.json} and the weights, stored as {@code dtype}, in Hugging Face layout. */
    void save(Path folder, ScalarType dtype);

    @Override
    void close();
}
