package dev.plackett.model.density;

import org.bytedeco.pytorch.Tensor;

/**
 * The logarithm of a density of points, or of an unnormalised one such as an energy network's. Built of operations that autograd follows, so that gradients
 * with respect to the points can be taken.
 */
@FunctionalInterface
public interface LogDensity {

    /**
     * Log-density of each point.
     *
     * @param points {@code [n, d]}, or images {@code [n, C, H, W]}, floating
     * @return {@code [n]}, in the points' dtype; −∞ where the density is zero
     */
    Tensor of(Tensor points);
}
