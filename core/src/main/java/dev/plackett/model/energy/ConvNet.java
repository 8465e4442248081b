package dev.plackett.model.energy;

import dev.plackett.nn.Activation;
import dev.plackett.nn.Convolution;
import dev.plackett.nn.Layer;
import dev.plackett.nn.Linear;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Convolutions of 3 × 3 that halve the image each time, then one fully connected layer over what is left. No normalisation, which would couple the rows of a
 * batch.
 *
 * @param channels   of the images
 * @param height     of the images
 * @param width      of the images
 * @param filters    output channels of each convolution, at least one
 * @param outputs    numbers per image
 * @param activation after each convolution
 */
public record ConvNet(long channels, long height, long width, List<Integer> filters, long outputs, Activation activation) implements Network {

    public ConvNet {
        filters = List.copyOf(filters);
        ImageArguments.check(channels, height, width, filters, outputs);
    }

    /** One number per image, SiLU. */
    public static ConvNet energy(long channels, long height, long width, Integer... filters) {
        return new ConvNet(channels, height, width, List.of(filters), 1, Activation.SILU);
    }

    private List<Weights> layers() {
        List<Weights> layers = new ArrayList<>();
        long in = channels;
        long h = height;
        long w = width;
        for (int i = 0; i < filters.size(); i++) {
            layers.add(new Weights("convolutions." + i, true, filters.get(i), in, 3, 3));
            in = filters.get(i);
            h = (h + 1) / 2;
            w = (w + 1) / 2;
        }
        layers.add(new Weights("output", true, outputs, in * h * w));
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
        List<Weights> layers = layers();
        List<Convolution> convolutions = layers.subList(0, filters.size()).stream().map(l -> l.convolution(store, 2)).toList();
        Linear output = layers.get(filters.size()).linear(store);
        return x -> {
            Tensor y = x;
            for (Convolution convolution : convolutions) {
                y = activation.forward(convolution.forward(y));
            }
            return output.forward(y.flatten(1, -1));
        };
    }
}
