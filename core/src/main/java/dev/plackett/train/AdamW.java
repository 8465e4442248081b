package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** See {@link Optimizer#adamW}. Loshchilov and Hutter, Decoupled Weight Decay Regularization; torch.optim.AdamW's order of operations. */
final class AdamW implements Optimizer {

    private final ParameterStore store;
    private final double beta1;
    private final double beta2;
    private final double eps;
    private final double weightDecay;
    private final Tensor mean;
    private final Tensor square;
    private long steps;

    AdamW(ParameterStore store, double beta1, double beta2, double eps, double weightDecay) {
        this.store = store;
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.eps = eps;
        this.weightDecay = weightDecay;
        try (Scope scope = Scope.open()) {
            mean = Scope.own(torch.zeros_like(store.flat()));
            square = Scope.own(torch.zeros_like(store.flat()));
        }
    }

    @Override
    public void step(Tensor gradient, double scale, double learningRate) {
        steps++;
        double correction1 = 1 - Math.pow(beta1, steps);
        double correction2 = Math.sqrt(1 - Math.pow(beta2, steps));
        WeightDecay.decoupled(store, learningRate * weightDecay);
        FlatChunks.each(p -> {
            if (scale != 1) {
                p[1].mul_(Tensors.scalar(scale));
            }
            p[2].lerp_(p[1], Tensors.scalar(1 - beta1));
            p[3].mul_(Tensors.scalar(beta2)).addcmul_(p[1], p[1], Tensors.scalar(1 - beta2));
            Tensor denominator = p[3].sqrt().div_(Tensors.scalar(correction2)).add_(Tensors.scalar(eps));
            p[0].addcdiv_(p[2], denominator, Tensors.scalar(-learningRate / correction1));
        }, store.flat(), gradient, mean, square);
        store.refresh();
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("exp_avg", mean, "exp_avg_sq", square);
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void steps(long count) {
        steps = count;
    }

    @Override
    public void close() {
        mean.close();
        square.close();
    }
}
