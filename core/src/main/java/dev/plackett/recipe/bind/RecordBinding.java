package dev.plackett.recipe.bind;

import dev.plackett.io.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record: a map with one key per component, named like it. Unknown keys are problems; the record's own constructor may refuse with an
 * {@link IllegalArgumentException}, whose message is shown at the record's place.
 *
 * @param type   the record
 * @param fields its components in order
 */
record RecordBinding(Class<?> type, List<Field> fields) implements Binding {

    /**
     * A component.
     *
     * @param doc      the sentence above it, may be empty
     * @param fallback its default, {@code null} without one
     * @param get      reads it from a record
     */
    record Field(String name, Binding binding, String doc, Tree fallback, java.lang.reflect.Method get) {}

    @Override
    public String expected() {
        return "a map with the keys " + String.join(", ", names());
    }

    @Override
    public Optional<Object> read(Tree tree, String path, Problems problems) {
        if (!(tree instanceof Tree.Entries map)) {
            return reject(tree, path, problems);
        }
        map.entries().forEach((key, entry) -> {
            if (!names().contains(key)) {
                problems.add(entry.place(), child(path, key), "there is no such key" + hint(key));
            }
        });
        Object[] values = new Object[fields.size()];
        boolean whole = true;
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            Optional<Object> value = read(field, map, child(path, field.name()), problems);
            whole &= value.isPresent();
            values[i] = value.orElse(null);
        }
        return whole ? construct(values, map, path, problems) : Optional.empty();
    }

    private static Optional<Object> read(Field field, Tree.Entries map, String path, Problems problems) {
        Tree given = map.get(field.name()).orElse(null);
        if (given instanceof Tree.Entries over && field.fallback() instanceof Tree.Entries base && field.binding() instanceof RecordBinding) {
            given = over.over(base);
        }
        Tree tree = given != null ? given : field.fallback() != null ? field.fallback() : field.binding().absent(map.place()).orElse(null);
        return tree != null ? field.binding().read(tree, path, problems)
            : problems.add(map.place(), path, "this key is missing; expected " + field.binding().expected());
    }

    private Optional<Object> construct(Object[] values, Tree.Entries map, String path, Problems problems) {
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(
                java.util.Arrays.stream(type.getRecordComponents()).map(java.lang.reflect.RecordComponent::getType).toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return Optional.of(canonical.newInstance(values));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                return problems.add(map.place(), path, refusal.getMessage());
            }
            throw new IllegalStateException("the constructor of " + type.getName() + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be made", e);
        }
    }

    @Override
    public Tree write(Object value) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (Field field : fields) {
            try {
                entries.put(field.name(), new Tree.Entry(field.binding().write(field.get().invoke(value)), Place.of("written")));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(type.getName() + "." + field.name() + " cannot be read", e);
            }
        }
        return new Tree.Entries(entries, Place.of("written"));
    }

    /** A record whose keys can all be left out can be left out itself. */
    @Override
    public Optional<Tree> absent(Place place) {
        boolean optional = fields.stream().allMatch(f -> f.fallback() != null || f.binding().absent(place).isPresent());
        return optional ? Optional.of(Tree.Entries.none(place)) : Optional.empty();
    }

    private String hint(String key) {
        return Nearest.suggestion(key, names());
    }

    private List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    static String child(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
