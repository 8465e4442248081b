package dev.plackett.nn;

import org.bytedeco.pytorch.Tensor;

/** A linear layer as its user sees it. */
public interface Projection {

    /** {@code [N, in]} → {@code [N, out]}. */
    Tensor forward(Tensor x);
}
