package dev.plackett.model.energy;

import dev.plackett.nn.Activation;
import dev.plackett.nn.Layer;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A network of fully connected layers. Rows of any shape are read as flat ones.
 *
 * @param features   what it sees of a point
 * @param widths     of the hidden layers, in order
 * @param outputs    numbers per row
 * @param activation after each hidden layer
 * @param outputBias whether the last layer has a bias: for likelihoods it is the free constant that moves nothing, for NCE the learnt normaliser
 */
public record Mlp(Features features, List<Integer> widths, long outputs, Activation activation, boolean outputBias) implements Network {

    public Mlp {
        widths = List.copyOf(widths);
        if (outputs < 1 || widths.stream().anyMatch(w -> w < 1)) {
            throw new IllegalArgumentException("layers of widths " + widths + " and " + outputs + " outputs, expected at least 1 each");
        }
    }

    /** One number per point, SiLU, with an output bias. */
    public static Mlp energy(Features features, Integer... widths) {
        return new Mlp(features, List.of(widths), 1, Activation.SILU, true);
    }

    /** Several numbers per row, SiLU, with an output bias. */
    public static Mlp of(long inputs, long outputs, Integer... widths) {
        return new Mlp(Features.coordinates(inputs), List.of(widths), outputs, Activation.SILU, true);
    }

    /** The same without an output bias. */
    public Mlp withoutOutputBias() {
        return new Mlp(features, widths, outputs, activation, false);
    }

    private List<Weights> layers() {
        List<Weights> layers = new ArrayList<>();
        long in = features.size();
        for (int i = 0; i < widths.size(); i++) {
            layers.add(new Weights("layers." + i, true, widths.get(i), in));
            in = widths.get(i);
        }
        layers.add(new Weights("output", outputBias, outputs, in));
        return layers;
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        return layers().stream().flatMap(l -> l.parameters().stream()).toList();
    }

    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        layers().forEach(l -> l.initialise(store, seeds));
    }

    @Override
    public Layer over(ParameterStore store) {
        Layer hidden = hidden(store);
        Linear output = layers().get(widths.size()).linear(store);
        return x -> output.forward(hidden.forward(x));
    }

    /** The network up to its last hidden layer: {@code [n, …]} → {@code [n, width]}, the features that a classifier tells classes by. */
    public Layer hidden(ParameterStore store) {
        List<Linear> hidden = layers().subList(0, widths.size()).stream().map(l -> l.linear(store)).toList();
        return x -> {
            Tensor y = features.of(x.dim() == 2 ? x : x.flatten(1, -1));
            for (Linear layer : hidden) {
                y = activation.forward(layer.forward(y));
            }
            return y;
        };
    }
}
