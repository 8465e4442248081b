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
import org.bytedeco.pytorch.global.torch;

/**
 * A wide residual network without normalisation, as JEM has it, small: a convolution of 3 × 3, then stages of blocks x + conv(act(conv(act(x)))), the image
 * halved before each stage but the first, then the sum over the image and one fully connected layer.
 *
 * @param channels   of the images
 * @param height     of the images
 * @param width      of the images
 * @param filters    channels of each stage, at least one
 * @param blocks     blocks per stage
 * @param outputs    numbers per image
 * @param activation before each convolution of a block
 */
public record ResidualNet(long channels, long height, long width, List<Integer> filters, int blocks, long outputs, Activation activation)
    implements Network {

    public ResidualNet {
        filters = List.copyOf(filters);
        ImageArguments.check(channels, height, width, filters, outputs);
        if (blocks < 1) {
            throw new IllegalArgumentException(blocks + " blocks per stage, expected at least 1");
        }
    }

    /** One number per image, SiLU. */
    public static ResidualNet energy(long channels, long height, long width, int blocks, Integer... filters) {
        return new ResidualNet(channels, height, width, List.of(filters), blocks, 1, Activation.SILU);
    }

    /** A block's layers; the shortcut is there where the number of channels changes. */
    private record Block(Weights first, Weights second, List<Weights> shortcut) {

        List<Weights> all() {
            List<Weights> all = new ArrayList<>(List.of(first, second));
            all.addAll(shortcut);
            return all;
        }

        Layer over(ParameterStore store, Activation activation) {
            Convolution a = first.convolution(store, 1);
            Convolution b = second.convolution(store, 1);
            List<Convolution> straight = shortcut.stream().map(s -> s.convolution(store, 1)).toList();
            return x -> {
                Tensor inner = b.forward(activation.forward(a.forward(activation.forward(x))));
                return inner.add(straight.isEmpty() ? x : straight.get(0).forward(x));
            };
        }
    }

    private Weights stem() {
        return new Weights("stem", true, filters.get(0), channels, 3, 3);
    }

    private Weights output() {
        return new Weights("output", true, outputs, filters.get(filters.size() - 1));
    }

    private List<Block> stage(int s) {
        List<Block> stage = new ArrayList<>();
        long out = filters.get(s);
        long in = s == 0 ? out : filters.get(s - 1);
        for (int b = 0; b < blocks; b++) {
            String name = "stages." + s + "." + b;
            List<Weights> shortcut = in == out ? List.of() : List.of(new Weights(name + ".shortcut", false, out, in, 1, 1));
            stage.add(new Block(new Weights(name + ".first", true, out, in, 3, 3), new Weights(name + ".second", true, out, out, 3, 3), shortcut));
            in = out;
        }
        return stage;
    }

    private List<Weights> layers() {
        List<Weights> layers = new ArrayList<>(List.of(stem()));
        for (int s = 0; s < filters.size(); s++) {
            stage(s).forEach(b -> layers.addAll(b.all()));
        }
        layers.add(output());
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
        Convolution stem = stem().convolution(store, 1);
        List<List<Layer>> stages = new ArrayList<>();
        for (int s = 0; s < filters.size(); s++) {
            stages.add(stage(s).stream().map(b -> b.over(store, activation)).toList());
        }
        Linear output = output().linear(store);
        return x -> {
            Tensor y = stem.forward(x);
            for (int s = 0; s < stages.size(); s++) {
                y = s == 0 ? y : torch.avg_pool2d(y, 2);
                for (Layer block : stages.get(s)) {
                    y = block.forward(y);
                }
            }
            return output.forward(activation.forward(y).sum(2, 3));
        };
    }
}
