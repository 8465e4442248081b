package dev.plackett.generate.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** Random numbers of chains, drawn in Java so that they depend on the seed alone. */
final class RowNoise {

    private RowNoise() {}

    /** Standard normal numbers of the shape and dtype of a tensor, in the caller's scope. */
    static Tensor normal(Tensor like, Seeds seeds) {
        SplittableRandom random = seeds.random();
        double[] values = new double[Math.toIntExact(like.numel())];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        try (Scope scope = Scope.open()) {
            return scope.keep(Tensors.of(Tensors.dtype(like), values).view(Tensors.shape(like)));
        }
    }

    /** A tensor of one number per row, made to multiply or choose among tensors of a shape. */
    static Tensor spread(Tensor perRow, Tensor like) {
        long[] shape = new long[(int) like.dim()];
        java.util.Arrays.fill(shape, 1);
        shape[0] = like.size(0);
        return perRow.view(shape);
    }
}
