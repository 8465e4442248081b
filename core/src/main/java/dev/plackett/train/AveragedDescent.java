package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** See {@link Optimizer#averaged}. MECO's v; with β = 1 plain gradient descent. */
final class AveragedDescent implements Optimizer {

    private final ParameterStore store;
    private final double beta;
    private final Tensor average;
    private long steps;

    AveragedDescent(ParameterStore store, double beta) {
        this.store = store;
        this.beta = beta;
        try (Scope scope = Scope.open()) {
            average = Scope.own(torch.zeros_like(store.flat()));
        }
    }

    @Override
    public void step(Tensor gradient, double scale, double learningRate) {
        UpdateArguments.check(store, gradient, scale, learningRate);
        // The average begins with the first gradient: from zero it would only be slow.
        double weight = steps == 0 ? 1 : beta;
        steps++;
        FlatChunks.each(p -> {
            p[2].mul_(Tensors.scalar(1 - weight)).add_(p[1], Tensors.scalar(weight * scale));
            p[0].add_(p[2], Tensors.scalar(-learningRate));
        }, store.flat(), gradient, average);
        store.refresh();
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("average", average);
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
        average.close();
    }
}
