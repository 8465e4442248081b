package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A mixture of any densities. As noise it is defensive (Hesterberg 1995): importance weights are at most 1/weight times those of any of its parts alone.
 *
 * @param weights above 0, sum 1
 * @param parts   of one dimension
 */
public record DensityMixture(double[] weights, List<Density> parts) implements Density, Storable {

    private static final String KIND = "mixture";

    public DensityMixture {
        parts = List.copyOf(parts);
        weights = Weights.checked(weights, parts.size());
        for (Density part : parts) {
            if (part.dimension() != parts.get(0).dimension()) {
                throw new IllegalArgumentException("parts of dimensions " + parts.get(0).dimension() + " and " + part.dimension() + " in one mixture");
            }
        }
    }

    /**
     * A density with a wide one mixed in.
     *
     * @param share of the wide one, in (0, 1); a tenth is usual
     */
    public static DensityMixture defensive(Density narrow, Density wide, double share) {
        return new DensityMixture(new double[] {1 - share, share}, List.of(narrow, wide));
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        int[] which = Draws.categories(n, weights, seeds);
        try (Scope scope = Scope.open()) {
            Tensor out = Tensors.empty(ScalarType.Double, n, dimension());
            for (int part = 0; part < weights.length; part++) {
                int chosen = part;
                int[] rows = java.util.stream.IntStream.range(0, which.length).filter(i -> which[i] == chosen).toArray();
                if (rows.length > 0) {
                    out.index_copy_(0, Tensors.of(rows), parts.get(part).sample(rows.length, seeds.at(part)));
                }
            }
            return scope.keep(out);
        }
    }

    @Override
    public Tensor logDensity(Tensor x) {
        try (Scope scope = Scope.open()) {
            Tensor[] logs = new Tensor[weights.length];
            Arrays.setAll(logs, i -> parts.get(i).logDensity(x).add(Tensors.scalar(Math.log(weights[i]))));
            return scope.keep(torch.logsumexp(torch.stack(new TensorVector(logs), 0), 0));
        }
    }

    @Override
    public long dimension() {
        return parts.get(0).dimension();
    }

    @Override
    public Description describe() {
        Description d = Description.of(KIND).with("weights", weights);
        for (Density part : parts) {
            d = d.with(part);
        }
        return d;
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new DensityMixture(d.vector("weights"),
                java.util.stream.IntStream.range(0, d.parts().size()).mapToObj(i -> d.part(i, Density.class)).toList());
        }
    }
}
