package dev.plackett.recipe.bind;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A map from texts, in the order written.
 *
 * @param value the binding of each value
 */
record MapBinding(Binding value) implements Binding {

    @Override
    public String expected() {
        return "a map, each value " + value.expected();
    }

    @Override
    public Optional<Object> read(Tree tree, String path, Problems problems) {
        if (!(tree instanceof Tree.Entries map)) {
            return reject(tree, path, problems);
        }
        Map<String, Object> values = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> value.read(entry.value(), RecordBinding.child(path, key), problems).ifPresent(v -> values.put(key, v)));
        return values.size() == map.entries().size() ? Optional.of(Collections.unmodifiableMap(values)) : Optional.empty();
    }

    @Override
    public Tree write(Object map) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        ((Map<?, ?>) map).forEach((key, v) -> entries.put((String) key, new Tree.Entry(value.write(v), Place.of("written"))));
        return new Tree.Entries(entries, Place.of("written"));
    }
}
