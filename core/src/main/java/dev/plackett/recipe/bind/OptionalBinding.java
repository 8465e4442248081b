package dev.plackett.recipe.bind;

import java.util.Optional;

/**
 * A key that may be left out, or set to {@code null}.
 *
 * @param value the binding of a value that is there
 */
record OptionalBinding(Binding value) implements Binding {

    @Override
    public String expected() {
        return value.expected() + ", or null";
    }

    @Override
    public Optional<Object> read(Tree tree, String path, Problems problems) {
        return tree instanceof Tree.Scalar scalar && scalar.empty() ? Optional.of(Optional.empty()) : value.read(tree, path, problems).map(Optional::of);
    }

    @Override
    public Tree write(Object optional) {
        return ((Optional<?>) optional).map(value::write).orElse(Binding.word("null"));
    }

    @Override
    public Optional<Tree> absent(Place place) {
        return Optional.of(new Tree.Scalar("null", false, place));
    }
}
