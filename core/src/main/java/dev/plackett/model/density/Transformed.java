package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * The density of points whose images under a map have a given one: log p(x) = log base(image) + log |det ∂image/∂x|.
 *
 * @param map  to the space of the base
 * @param base density of the images
 */
public record Transformed(Bijection map, Density base) implements Density, Storable {

    private static final String KIND = "transformed";

    public Transformed {
        if (map.dimension() != base.dimension()) {
            throw new IllegalArgumentException("a map of dimension " + map.dimension() + " to a density of dimension " + base.dimension());
        }
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return scope.keep(map.inverse(base.sample(n, seeds)));
        }
    }

    @Override
    public Tensor logDensity(Tensor x) {
        try (Scope scope = Scope.open()) {
            Bijection.Image image = map.forward(x);
            return scope.keep(base.logDensity(image.points()).add(image.logDeterminant()));
        }
    }

    @Override
    public long dimension() {
        return base.dimension();
    }

    @Override
    public Description describe() {
        return Description.of(KIND).with(map).with(base);
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new Transformed(d.part(0, Bijection.class), d.part(1, Density.class));
        }
    }
}
