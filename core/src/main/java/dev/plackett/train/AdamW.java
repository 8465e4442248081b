package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Map;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorList;
import org.bytedeco.pytorch.global.torch;

/**
 * See {@link Optimizer#adamW}. Loshchilov and Hutter, Decoupled Weight Decay Regularization; torch.optim.AdamW with {@code fused=True}: one pass over the
 * flat buffers, scaling of the gradient included.
 */
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
        UpdateArguments.check(store, gradient, scale, learningRate);
        steps++;
        WeightDecay.decoupled(store, learningRate * weightDecay);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor count = Tensors.of((float) steps).squeeze(0);
            // The operator divides by the gradient's scale; its own decay would not spare norms and biases.
            IValue divisor = scale == 1 ? new IValue() : new IValue(Tensors.of((float) (1 / scale)));
            IValueVector stack = new IValueVector(list(store.flat()), list(gradient), list(mean), list(square), list(), list(count),
                new IValue(learningRate), new IValue(beta1), new IValue(beta2), new IValue(0.0), new IValue(eps), new IValue(false), new IValue(false));
            stack.push_back(divisor);
            stack.push_back(new IValue());
            Dispatcher.singleton().findSchemaOrThrow("aten::_fused_adamw_", "").callBoxed(stack);
        }
        store.refresh();
    }

    private static IValue list(Tensor... tensors) {
        TensorList list = new TensorList();
        for (Tensor tensor : tensors) {
            list.push_back(tensor);
        }
        return new IValue(new GenericList((Pointer) list));
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
        steps = UpdateArguments.steps(count);
    }

    @Override
    public void close() {
        mean.close();
        square.close();
    }
}
