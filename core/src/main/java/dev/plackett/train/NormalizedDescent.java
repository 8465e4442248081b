package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** See {@link Optimizer#normalized}. */
final class NormalizedDescent implements Optimizer {

    private final ParameterStore store;
    private long steps;

    NormalizedDescent(ParameterStore store) {
        this.store = store;
    }

    @Override
    public void step(Tensor gradient, double scale, double learningRate) {
        UpdateArguments.check(store, gradient, scale, learningRate);
        steps++;
        double norm = GradientNorm.of(gradient);
        if (norm > 0) {
            FlatChunks.each(p -> p[0].add_(p[1], Tensors.scalar(-learningRate / norm)), store.flat(), gradient);
            store.refresh();
        }
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of();
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void steps(long count) {
        steps = UpdateArguments.steps(count);
    }

    @Override
    public void close() {
        // There is no state to free.
    }
}
