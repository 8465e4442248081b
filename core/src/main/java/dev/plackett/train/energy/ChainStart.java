package dev.plackett.train.energy;

import dev.plackett.model.density.Density;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Where new chains begin. */
@FunctionalInterface
public interface ChainStart {

    /**
     * Fresh points.
     *
     * @param n     how many
     * @param dtype the parameters'
     * @return {@code [n, …]}
     */
    Tensor draw(int n, ScalarType dtype, Seeds seeds);

    /** Draws of a density. */
    static ChainStart from(Density density) {
        return (n, dtype, seeds) -> density.sample(n, seeds).to(dtype);
    }

    /** Uniform over a cube, as JEM has it for images: each number between {@code low} and {@code high}. */
    static ChainStart uniform(double low, double high, long... shape) {
        return (n, dtype, seeds) -> Tensors.of(dtype, seeds.random().doubles(n * size(shape), low, high).toArray()).view(with(n, shape));
    }

    private static long size(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    private static long[] with(int n, long[] shape) {
        long[] all = new long[shape.length + 1];
        all[0] = n;
        System.arraycopy(shape, 0, all, 1, shape.length);
        return all;
    }
}
