package dev.plackett.train;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Weight decay of matrices; norms and biases are exempt. */
final class WeightDecay {

    private WeightDecay() {}

    /** θ ← (1 − amount)·θ. */
    static void decoupled(ParameterStore store, double amount) {
        if (amount != 0) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                store.matrices().forEach(name -> store.master(name).mul_(Tensors.scalar(1 - amount)));
            }
        }
    }

    /** g ← g + amount·θ. */
    static void intoGradient(ParameterStore store, Tensor gradient, double amount) {
        if (amount != 0) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                store.matrices().forEach(name -> store.within(gradient, name).add_(store.master(name), Tensors.scalar(amount)));
            }
        }
    }
}
