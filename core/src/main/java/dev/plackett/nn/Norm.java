package dev.plackett.nn;

import org.bytedeco.pytorch.Tensor;

/** A normalisation over the last axis. */
@FunctionalInterface
public interface Norm {

    /** {@code [.., d]} → {@code [.., d]}. */
    Tensor forward(Tensor x);
}
