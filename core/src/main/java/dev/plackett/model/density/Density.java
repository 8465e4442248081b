package dev.plackett.model.density;

import dev.plackett.tensor.Seeds;
import org.bytedeco.pytorch.Tensor;

/** A normalised density that can be sampled and whose logarithm is known exactly: what importance sampling and noise-contrastive estimation draw from. */
public interface Density extends LogDensity {

    /**
     * Independent draws that depend on the seed alone.
     *
     * @param n     how many, at least 1
     * @param seeds where the random numbers come from
     * @return {@code [n, d]}, float64
     */
    Tensor sample(long n, Seeds seeds);

    /**
     * The exact log-density of each point.
     *
     * @param x {@code [n, d]}, floating
     * @return {@code [n]}, in the points' dtype; −∞ where the density is zero
     */
    Tensor logDensity(Tensor x);

    /** Length d of a point. */
    long dimension();

    @Override
    default Tensor of(Tensor points) {
        return logDensity(points);
    }
}
