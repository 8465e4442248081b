package dev.plackett.recipe.bind;

import dev.plackett.io.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A word out of a list. {@code TOP_K} is written {@code top-k}; {@code top_k} is read as well.
 *
 * @param type the enum
 */
record EnumBinding(Class<?> type) implements Binding {

    @Override
    public String expected() {
        return "one of " + String.join(", ", words());
    }

    @Override
    public Optional<Object> read(Tree tree, String path, Problems problems) {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.empty()) {
            return reject(tree, path, problems);
        }
        int at = words().indexOf(scalar.text().replace('_', '-'));
        return at >= 0 ? Optional.of(type.getEnumConstants()[at])
            : problems.add(tree.place(), path, "expected " + expected() + ", found " + tree.describe() + Nearest.hint(scalar.text(), words()));
    }

    @Override
    public Tree write(Object value) {
        return Binding.word(word(value));
    }

    private List<String> words() {
        return Arrays.stream(type.getEnumConstants()).map(EnumBinding::word).toList();
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
