package dev.plackett.model.energy;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.util.List;

/** A model as data, before it has weights: which parameters it has and how they begin. */
public interface Plan {

    /** Its parameters. */
    List<ParameterStore.Group> parameters();

    /**
     * Sets its parameters in a store to what training begins with.
     *
     * @param store has at least these parameters; {@code refresh} is the caller's to call
     * @param seeds where random numbers come from
     */
    void initialise(ParameterStore store, Seeds seeds);
}
