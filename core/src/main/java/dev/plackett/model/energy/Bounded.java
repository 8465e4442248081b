package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.List;

/** See {@link EnergyPlan#bounded}. */
record Bounded(EnergyPlan inner, double bound) implements EnergyPlan {

    Bounded {
        if (!(bound > 0 && Double.isFinite(bound))) {
            throw new IllegalArgumentException("the bound of an energy is " + bound + ", expected above 0");
        }
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        return inner.parameters();
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        inner.initialise(store, seeds);
    }

    @Override
    public LogDensity over(ParameterStore store) {
        LogDensity f = inner.over(store);
        return x -> f.of(x).mul(Tensors.scalar(1 / bound)).tanh().mul(Tensors.scalar(bound));
    }
}
