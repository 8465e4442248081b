package dev.plackett.recipe.bind;

import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Range;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * YAML ↔ a record. Keys are the record's components, in its order; types may be numbers, {@code boolean}, {@code String}, {@code Path}, enums,
 * {@link AutoNumber}, {@code Object} (a number, a truth or a text), other records, and {@code List}, {@code Map<String, …>} and {@code Optional} of these.
 *
 * @param <C> the record
 */
public final class Binder<C extends Record> {

    private static final Map<Class<?>, Function<Range, Binding>> LEAVES = Map.ofEntries(
        Map.entry(int.class, Binder::int32), Map.entry(Integer.class, Binder::int32), Map.entry(long.class, Binder::int64), Map.entry(Long.class, Binder::int64),
        Map.entry(double.class, Numbers::real), Map.entry(Double.class, Numbers::real), Map.entry(AutoNumber.class, Numbers::auto),
        Map.entry(boolean.class, range -> ScalarBinding.bool()), Map.entry(Boolean.class, range -> ScalarBinding.bool()),
        Map.entry(String.class, range -> ScalarBinding.text()), Map.entry(Path.class, range -> ScalarBinding.path()),
        Map.entry(Object.class, range -> ScalarBinding.plain()));

    private final Class<C> type;
    private final RecordBinding binding;

    private Binder(Class<C> type) {
        this.type = type;
        this.binding = record(type);
    }

    /**
     * A binder for a record.
     *
     * @throws IllegalArgumentException naming the component whose type cannot be bound
     */
    public static <C extends Record> Binder<C> of(Class<C> type) {
        return new Binder<>(type);
    }

    /**
     * The record that a tree describes.
     *
     * @throws InvalidConfigException with every problem there is
     */
    public C bind(Tree.Entries tree) {
        Problems problems = new Problems();
        Optional<Object> value = binding.read(tree, "", problems);
        problems.throwIfAny();
        return type.cast(value.orElseThrow());
    }

    /** The whole record as a tree, every default written out, in canonical order. */
    public Tree.Entries unbind(C config) {
        return (Tree.Entries) binding.write(config);
    }

    /** The sentence above each key, by dotted path. */
    public Map<String, String> docs() {
        Map<String, String> docs = new LinkedHashMap<>();
        collect(binding, "", docs);
        return docs;
    }

    private static void collect(RecordBinding record, String path, Map<String, String> docs) {
        for (RecordBinding.Field field : record.fields()) {
            String child = RecordBinding.child(path, field.name());
            docs.put(child, field.doc());
            Binding inner = field.binding() instanceof OptionalBinding optional ? optional.value() : field.binding();
            if (inner instanceof RecordBinding nested) {
                collect(nested, child, docs);
            }
        }
    }

    private static Binding int32(Range range) {
        return Numbers.whole(range, Integer.MIN_VALUE, Integer.MAX_VALUE, n -> (int) n);
    }

    private static Binding int64(Range range) {
        return Numbers.whole(range, -0x1p62, 0x1p62, n -> n);
    }

    private static RecordBinding record(Class<?> type) {
        return new RecordBinding(type, Arrays.stream(type.getRecordComponents()).map(Binder::field).toList());
    }

    private static RecordBinding.Field field(RecordComponent component) {
        String name = component.getDeclaringRecord().getSimpleName() + "." + component.getName();
        Default fallback = component.getAnnotation(Default.class);
        Doc doc = component.getAnnotation(Doc.class);
        Method get = component.getAccessor();
        get.setAccessible(true);
        return new RecordBinding.Field(key(component.getName()), binding(component.getGenericType(), component.getAnnotation(Range.class), name),
            doc == null ? "" : doc.value(), fallback == null ? null : YamlReader.value(fallback.value(), "default of " + name), get);
    }

    /** {@code learningRate} → {@code learning_rate}, as recipes of other trainers spell it. */
    private static String key(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static Binding binding(Type type, Range range, String name) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Binding last = binding(arguments[arguments.length - 1], range, name);
            if (generic.getRawType() == List.class) {
                return new ListBinding(last);
            }
            if (generic.getRawType() == Optional.class) {
                return new OptionalBinding(last);
            }
            if (generic.getRawType() == Map.class && arguments[0] == String.class) {
                return new MapBinding(last);
            }
        }
        if (type instanceof Class<?> plain) {
            if (LEAVES.containsKey(plain)) {
                return LEAVES.get(plain).apply(range);
            }
            if (plain.isEnum()) {
                return new EnumBinding(plain);
            }
            if (plain.isRecord()) {
                return record(plain);
            }
        }
        throw new IllegalArgumentException(name + " has type " + type.getTypeName() + ", which a configuration cannot hold");
    }
}
