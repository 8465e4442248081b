package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** See {@link Optimizer#rmsProp}. SPPO's released trainer uses it with torch's defaults; there is no bias correction, so warm up. */
final class RmsProp implements Optimizer {

    private final ParameterStore store;
    private final double alpha;
    private final double eps;
    private final double weightDecay;
    private final Tensor square;
    private long steps;

    RmsProp(ParameterStore store, double alpha, double eps, double weightDecay) {
        this.store = store;
        this.alpha = alpha;
        this.eps = eps;
        this.weightDecay = weightDecay;
        try (Scope scope = Scope.open()) {
            square = Scope.own(torch.zeros_like(store.flat()));
        }
    }

    @Override
    public void step(Tensor gradient, double scale, double learningRate) {
        UpdateArguments.check(store, gradient, scale, learningRate);
        steps++;
        if (scale != 1) {
            FlatChunks.each(p -> p[0].mul_(Tensors.scalar(scale)), gradient);
        }
        WeightDecay.intoGradient(store, gradient, weightDecay);
        FlatChunks.each(p -> {
            p[2].mul_(Tensors.scalar(alpha)).addcmul_(p[1], p[1], Tensors.scalar(1 - alpha));
            p[0].addcdiv_(p[1], p[2].sqrt().add_(Tensors.scalar(eps)), Tensors.scalar(-learningRate));
        }, store.flat(), gradient, square);
        store.refresh();
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("square_avg", square);
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
        square.close();
    }
}
