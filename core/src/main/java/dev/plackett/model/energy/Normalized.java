package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/** See {@link EnergyPlan#normalized}. */
record Normalized(EnergyPlan inner) implements EnergyPlan {

    private static final String CONSTANT = "log_normalizer";

    @Override
    public List<ParameterStore.Group> parameters() {
        return Stream.concat(inner.parameters().stream(), Stream.of(ParameterStore.Group.of(CONSTANT, 1))).toList();
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        inner.initialise(store, seeds);
        store.master(CONSTANT).zero_();
    }

    @Override
    public LogDensity over(ParameterStore store) {
        LogDensity f = inner.over(store);
        Tensor constant = store.weight(CONSTANT);
        return x -> f.of(x).sub(constant);
    }
}
