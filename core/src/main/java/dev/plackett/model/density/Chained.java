package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Maps one after the other.
 *
 * @param maps from points to images, at least one, of one dimension
 */
public record Chained(List<Bijection> maps) implements Bijection, Storable {

    private static final String KIND = "chained";

    public Chained {
        maps = List.copyOf(maps);
        if (maps.stream().mapToLong(Bijection::dimension).distinct().count() != 1) {
            throw new IllegalArgumentException("maps of dimensions " + maps.stream().map(Bijection::dimension).toList() + " in a chain, expected at least one, all of one dimension");
        }
    }

    @Override
    public Image forward(Tensor x) {
        try (Scope scope = Scope.open()) {
            Image image = maps.get(0).forward(x);
            for (Bijection map : maps.subList(1, maps.size())) {
                Image next = map.forward(image.points());
                image = new Image(next.points(), image.logDeterminant().add(next.logDeterminant()));
            }
            return new Image(scope.keep(image.points()), scope.keep(image.logDeterminant()));
        }
    }

    @Override
    public Tensor inverse(Tensor z) {
        try (Scope scope = Scope.open()) {
            Tensor x = z;
            for (int i = maps.size() - 1; i >= 0; i--) {
                x = maps.get(i).inverse(x);
            }
            return scope.keep(x);
        }
    }

    @Override
    public long dimension() {
        return maps.get(0).dimension();
    }

    @Override
    public Description describe() {
        Description d = Description.of(KIND);
        for (Bijection map : maps) {
            d = d.with(map);
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
            return new Chained(java.util.stream.IntStream.range(0, d.parts().size()).mapToObj(i -> d.part(i, Bijection.class)).toList());
        }
    }
}
