package dev.plackett.nn;

import org.bytedeco.pytorch.Tensor;

/** A function of a batch with weights inside; the first axis is the batch's. */
@FunctionalInterface
public interface Layer {

    /** {@code [n, …]} → {@code [n, …]}. */
    Tensor forward(Tensor x);
}
