package dev.plackett.model.energy;

import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * What a network sees of a point: its coordinates, or (x/2, sin kx, cos kx) for some frequencies k, which let a small network draw sharp densities.
 *
 * @param dimension   d, coordinates of a point
 * @param frequencies k; none for the coordinates themselves
 */
public record Features(long dimension, double... frequencies) {

    public Features {
        if (dimension < 1) {
            throw new IllegalArgumentException("points of " + dimension + " coordinates, expected at least 1");
        }
    }

    /** The coordinates themselves. */
    public static Features coordinates(long dimension) {
        return new Features(dimension);
    }

    /** x/2, sin kx and cos kx for k = 1, 2, 4. */
    public static Features waves(long dimension) {
        return new Features(dimension, 1, 2, 4);
    }

    /** Numbers per point. */
    public long size() {
        return dimension * (1 + 2L * frequencies.length);
    }

    /** {@code [n, d]} → {@code [n, size]}. */
    Tensor of(Tensor x) {
        Tensors.check("points", x, Tensors.ANY, dimension);
        if (frequencies.length == 0) {
            return x;
        }
        Tensor k = Tensors.of(Tensors.dtype(x), frequencies);
        Tensor angles = x.unsqueeze(-1).mul(k).flatten(1, 2);
        return torch.cat(new TensorVector(x.mul(Tensors.scalar(0.5)), angles.sin(), angles.cos()), 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Features f && f.dimension == dimension && Arrays.equals(f.frequencies, frequencies);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(dimension) + Arrays.hashCode(frequencies);
    }
}
