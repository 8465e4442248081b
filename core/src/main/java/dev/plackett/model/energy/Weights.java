package dev.plackett.model.energy;

import dev.plackett.nn.Convolution;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * A layer's weight and bias by name: declared, initialised as torch's default layers are (uniform within ±1/√(inputs of an output), both), and taken from a
 * store.
 *
 * @param name  parameters are {@code name.weight} and {@code name.bias}
 * @param bias  whether there is a bias
 * @param shape of the weight: {@code [out, in]} or {@code [out, in, kh, kw]}
 */
record Weights(String name, boolean bias, long... shape) {

    List<ParameterStore.Group> parameters() {
        ParameterStore.Group weight = ParameterStore.Group.of(name + ".weight", shape);
        return bias ? List.of(weight, ParameterStore.Group.of(name + ".bias", shape[0])) : List.of(weight);
    }

    void initialise(ParameterStore store, Seeds seeds) {
        long fanIn = 1;
        for (int i = 1; i < shape.length; i++) {
            fanIn *= shape[i];
        }
        double bound = 1 / Math.sqrt(fanIn);
        uniform(store, name + ".weight", bound, seeds);
        if (bias) {
            uniform(store, name + ".bias", bound, seeds);
        }
    }

    private static void uniform(ParameterStore store, String parameter, double bound, Seeds seeds) {
        SplittableRandom random = seeds.at(parameter).random();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            var master = store.master(parameter);
            double[] values = random.doubles(master.numel()).map(u -> bound * (2 * u - 1)).toArray();
            master.copy_(Tensors.of(store.dtype(), values).view(store.shape(parameter)));
        }
    }

    Linear linear(ParameterStore store) {
        return new Linear(store.weight(name + ".weight"), biasOf(store));
    }

    Convolution convolution(ParameterStore store, long stride) {
        return new Convolution(store.weight(name + ".weight"), biasOf(store), stride, shape[2] / 2);
    }

    private Optional<org.bytedeco.pytorch.Tensor> biasOf(ParameterStore store) {
        return bias ? Optional.of(store.weight(name + ".bias")) : Optional.empty();
    }
}
