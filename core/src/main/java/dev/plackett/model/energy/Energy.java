package dev.plackett.model.energy;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * An unnormalised log-density f with weights.
 *
 * @param plan       what it computes
 * @param parameters its weights, which it owns
 * @param function   the plan over these weights
 */
public record Energy(EnergyPlan plan, ParameterStore parameters, LogDensity function) implements LogDensity, AutoCloseable {

    /**
     * One that can be trained, as it begins.
     *
     * @param dtype float32 or float64
     * @param seeds where its first weights come from
     */
    public static Energy trainable(EnergyPlan plan, ScalarType dtype, Seeds seeds) {
        ParameterStore store = ParameterStore.trainable(plan.parameters(), dtype, dtype);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            plan.initialise(store, seeds.at("initial weights"));
        }
        store.refresh();
        return new Energy(plan, store, plan.over(store));
    }

    /**
     * f of each row, with a graph to the weights.
     *
     * @param points {@code [n, …]}; of another dtype they are cast to the weights' and the result back
     */
    @Override
    public Tensor of(Tensor points) {
        ScalarType given = Tensors.dtype(points);
        ScalarType own = parameters.compute();
        return given == own ? function.of(points) : function.of(points.to(own)).to(given);
    }

    /**
     * The same function with copies of the weights in another dtype, which are not trained: evaluations want float64.
     *
     * @return to be closed
     */
    public Energy frozen(ScalarType dtype) {
        ParameterStore copy = ParameterStore.frozen(plan.parameters(), dtype);
        try (NoGradGuard off = new NoGradGuard()) {
            for (String name : copy.names()) {
                copy.master(name).copy_(parameters.master(name));
            }
        }
        return new Energy(plan, copy, plan.over(copy));
    }

    /** Exponential tilt: f(x) + base(x), so that the model begins as the base and is integrable where the base is. */
    public LogDensity tilting(LogDensity base) {
        return x -> of(x).add(base.of(x));
    }

    @Override
    public void close() {
        parameters.close();
    }
}
