package dev.plackett.model;

import dev.plackett.tensor.ParameterStore;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** An autoregressive language model: what scoring and generation need of it. */
public interface CausalModel extends AutoCloseable {

    /** Sizes that callers need. */
    record Shape(int vocabulary, int width, int layers, int heads, int kvHeads, int headSize, int maxPositions) {}

    /** Sizes. */
    Shape shape();

    /** The parameters. */
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

    /** Name of the output head's weight {@code [vocabulary, width]} in {@link #parameters}; the embedding's where they are tied. */
    String headName();

    /** Writes {@code config.json} and the weights, stored as {@code dtype}, in Hugging Face layout. */
    void save(Path folder, ScalarType dtype);

    @Override
    void close();
}
