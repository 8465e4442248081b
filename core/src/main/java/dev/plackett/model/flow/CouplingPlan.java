package dev.plackett.model.flow;

import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.density.Transformed;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * A normalising flow of affine couplings (RealNVP, Dinh, Sohl-Dickstein, Bengio 2017) as data: each keeps half of the coordinates and scales and shifts the
 * others by what a network makes of those. Which half is drawn anew for every second coupling; the next takes the other one. As an {@link EnergyPlan} it is the
 * log-density of the flow over a standard normal, normalised whatever its weights are, so that maximum likelihood needs no log Z.
 *
 * @param dimension d, at least 2
 * @param couplings how many
 * @param width     of the two hidden layers of each network
 * @param bound     log-scales lie within ±bound, by bound·tanh(·/bound), so that a coupling changes a length by at most e^bound
 * @param order     seed of the halves
 */
public record CouplingPlan(int dimension, int couplings, int width, double bound, long order) implements EnergyPlan {

    /** Layers of a coupling's network. */
    enum Part {
        FIRST, SECOND, OUTPUT;

        String weight(int coupling) {
            return "couplings." + coupling + "." + name().toLowerCase(java.util.Locale.ROOT) + ".weight";
        }

        String bias(int coupling) {
            return "couplings." + coupling + "." + name().toLowerCase(java.util.Locale.ROOT) + ".bias";
        }
    }

    public CouplingPlan {
        if (dimension < 2 || couplings < 1 || width < 1 || !(bound > 0 && Double.isFinite(bound))) {
            throw new IllegalArgumentException("a flow of " + couplings + " couplings of width " + width + " with bound " + bound + " on " + dimension
                + " coordinates: expected at least 1, 1, a bound above 0, and 2 coordinates");
        }
    }

    /** Eight couplings of width 64, log-scales within ±2. */
    public static CouplingPlan usual(int dimension) {
        return new CouplingPlan(dimension, 8, 64, 2, 0);
    }

    /** The coordinates that a coupling keeps. */
    int[] kept(int coupling) {
        int[] all = Seeds.of(order).at("halves").at(coupling / 2).permutation(dimension);
        int half = (dimension + 1) / 2;
        int[] part = coupling % 2 == 0 ? Arrays.copyOfRange(all, 0, half) : Arrays.copyOfRange(all, half, dimension);
        Arrays.sort(part);
        return part;
    }

    /** The coordinates that it moves. */
    int[] moved(int coupling) {
        int[] kept = kept(coupling);
        return java.util.stream.IntStream.range(0, dimension).filter(i -> Arrays.binarySearch(kept, i) < 0).toArray();
    }

    private long[] shape(int coupling, Part part) {
        return switch (part) {
            case FIRST -> new long[] {width, kept(coupling).length};
            case SECOND -> new long[] {width, width};
            case OUTPUT -> new long[] {2L * moved(coupling).length, width};
        };
    }

    @Override
    public List<ParameterStore.Group> parameters() {
        List<ParameterStore.Group> groups = new ArrayList<>();
        for (int i = 0; i < couplings; i++) {
            for (Part part : Part.values()) {
                long[] shape = shape(i, part);
                groups.add(ParameterStore.Group.of(part.weight(i), shape));
                groups.add(ParameterStore.Group.of(part.bias(i), shape[0]));
            }
        }
        return groups;
    }

    /** Hidden layers as torch's default ones, output layers zero: the flow begins as the identity. */
    @Override
    public void initialise(ParameterStore store, Seeds seeds) {
        for (int i = 0; i < couplings; i++) {
            for (Part part : List.of(Part.FIRST, Part.SECOND)) {
                double limit = 1 / Math.sqrt(shape(i, part)[1]);
                uniform(store, part.weight(i), limit, seeds);
                uniform(store, part.bias(i), limit, seeds);
            }
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                store.master(Part.OUTPUT.weight(i)).zero_();
                store.master(Part.OUTPUT.bias(i)).zero_();
            }
        }
    }

    private static void uniform(ParameterStore store, String name, double limit, Seeds seeds) {
        SplittableRandom random = seeds.at(name).random();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor master = store.master(name);
            double[] values = random.doubles(master.numel()).map(u -> limit * (2 * u - 1)).toArray();
            master.copy_(Tensors.of(store.dtype(), values).view(store.shape(name)));
        }
    }

    @Override
    public LogDensity over(ParameterStore store) {
        return new Transformed(new CouplingFlow(this, store), DiagonalGaussian.standard(dimension));
    }
}
