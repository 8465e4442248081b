package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import org.bytedeco.pytorch.Tensor;

/** What optimisers refuse before anything has changed. */
final class UpdateArguments {

    private UpdateArguments() {}

    /** A gradient of the store's layout, and factors that do not destroy the parameters. */
    static void check(ParameterStore store, Tensor gradient, double scale, double learningRate) {
        FlatChunks.check(store.flat(), gradient);
        if (!(scale >= 0 && learningRate >= 0 && Double.isFinite(scale + learningRate))) {
            throw new IllegalArgumentException("an update by a learning rate of " + learningRate + " with the gradient times " + scale
                + ", expected finite numbers of at least 0");
        }
    }

    /** A number of updates, at least 0. */
    static long steps(long count) {
        if (count < 0) {
            throw new IllegalArgumentException(count + " updates, expected at least 0");
        }
        return count;
    }
}
