package dev.plackett.model.energy;

import dev.plackett.nn.Layer;
import dev.plackett.tensor.ParameterStore;

/** A network from rows to a few numbers each, as data. */
public interface Network extends Plan {

    /** Numbers per row. */
    long outputs();

    /**
     * The network with a store's weights.
     *
     * @return {@code [n, …]} → {@code [n, outputs]}, in the store's compute dtype
     */
    Layer over(ParameterStore store);
}
