package dev.plackett.model.density;

import org.bytedeco.pytorch.Tensor;

/** A smooth map of ℝᵈ onto itself that can be undone, and by how much it stretches volumes. Built of operations that autograd follows. */
public interface Bijection {

    /**
     * Images of points.
     *
     * @param points         {@code [n, d]}
     * @param logDeterminant log |det ∂image/∂point|, {@code [n]}
     */
    record Image(Tensor points, Tensor logDeterminant) {}

    /** {@code [n, d]}, floating, to an image in the same dtype. */
    Image forward(Tensor x);

    /** The points whose images these are, {@code [n, d]}. */
    Tensor inverse(Tensor z);

    /** d. */
    long dimension();
}
