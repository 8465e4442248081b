package dev.plackett.io;

import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The names that files give to dtypes. */
public final class Dtypes {

    private static final Map<String, ScalarType> TYPES = new TreeMap<>(Map.of(
        "F64", ScalarType.Double, "F32", ScalarType.Float, "F16", ScalarType.Half, "BF16", ScalarType.BFloat16,
        "I64", ScalarType.Long, "I32", ScalarType.Int, "I16", ScalarType.Short, "I8", ScalarType.Char,
        "U8", ScalarType.Byte, "BOOL", ScalarType.Bool));
    private static final Map<String, Integer> SIZES = Map.of(
        "F64", 8, "F32", 4, "F16", 2, "BF16", 2, "I64", 8, "I32", 4, "I16", 2, "I8", 1, "U8", 1, "BOOL", 1);
    private static final Map<ScalarType, String> CONFIG = Map.of(
        ScalarType.Double, "float64", ScalarType.Float, "float32", ScalarType.Half, "float16", ScalarType.BFloat16, "bfloat16");

    private Dtypes() {}

    /**
     * How {@code config.json} spells a dtype.
     *
     * @throws IllegalArgumentException when it is none that models are stored in
     */
    public static String configName(ScalarType type) {
        String name = CONFIG.get(type);
        if (name == null) {
            throw new IllegalArgumentException("a model cannot be stored as " + type + ", expected one of " + new TreeSet<>(CONFIG.values()));
        }
        return name;
    }

    static ScalarType fromSafetensors(String name) {
        return TYPES.get(name);
    }

    /** How safetensors spells a dtype. */
    public static String toSafetensors(ScalarType type) {
        return TYPES.entrySet().stream().filter(e -> e.getValue() == type).map(Map.Entry::getKey).findFirst()
            .orElseThrow(() -> new IllegalArgumentException("safetensors cannot hold dtype " + type));
    }

    /** Bytes per element; 0 for a name that is not known. */
    static int sizeOf(String name) {
        return SIZES.getOrDefault(name, 0);
    }

    static String known() {
        return TYPES.keySet().toString();
    }
}
