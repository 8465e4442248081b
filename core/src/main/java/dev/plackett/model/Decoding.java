package dev.plackett.model;

import org.bytedeco.pytorch.Tensor;

/** A model made ready to generate: many passes over few tokens each, without gradient, while its weights do not change. Close it after use. */
public interface Decoding extends AutoCloseable {

    /** Final hidden states {@code [N, width]}, as {@link CausalModel#hidden}. */
    Tensor hidden(Tensor ids, Tensor positions, Attention attention);

    /** {@code [N, width]} → {@code [N, vocabulary]}. */
    Tensor logits(Tensor hidden);

    @Override
    void close();
}
