package dev.plackett.train.energy;

import dev.plackett.tensor.Seeds;
import org.bytedeco.pytorch.Tensor;

/** Moves points along a Markov chain whose equilibrium is the model as it is now: some Langevin steps, for instance. */
@FunctionalInterface
public interface Chain {

    /**
     * Where the points are after.
     *
     * @param from  {@code [n, …]}, in the parameters' dtype; not changed
     * @param seeds where random numbers come from
     * @return the same shape and dtype, in the caller's scope
     */
    Tensor move(Tensor from, Seeds seeds);
}
