package dev.plackett.model.density;

import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.Nearest;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Densities and maps in a folder: {@code density.json} says what they are made of, {@code density.safetensors} holds their numbers in float64. What is read
 * back gives the same bits.
 */
public final class DensityFiles {

    private static final int VERSION = 1;
    private static final String STRUCTURE = "density.json";
    private static final String NUMBERS = "density.safetensors";

    private DensityFiles() {}

    /**
     * Writes into a folder, which is made where it is missing.
     *
     * @throws IllegalArgumentException when it, or a part of it, is no {@link Storable}
     */
    public static void save(Path folder, Object densityOrMap) {
        Description description = Description.of("folder").with(densityOrMap).parts().get(0);
        try (Scope scope = Scope.open()) {
            Files.createDirectories(folder);
            Map<String, Tensor> tensors = new TreeMap<>();
            ObjectNode json = Json.object().put("version", VERSION);
            json.set("density", write(description, "", tensors));
            SafetensorsWriter.write(folder.resolve(NUMBERS), tensors, Map.of());
            Files.writeString(folder.resolve(STRUCTURE), json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /**
     * Reads a folder.
     *
     * @param type what is expected: {@link Density}, {@link Bijection}, or one kind of them
     * @throws FormatException naming file and place where it is not as expected
     */
    public static <T> T load(Path folder, Class<T> type) {
        Path structure = folder.resolve(STRUCTURE);
        ObjectNode json = Json.object(structure);
        if (json.path("version").asInt(0) != VERSION) {
            throw new FormatException(structure, "version", "expected " + VERSION + ", found " + Excerpt.of(json.path("version")));
        }
        try (SafetensorsFile numbers = SafetensorsFile.open(folder.resolve(NUMBERS))) {
            Storable found = restore(read(structure, json.path("density"), "", numbers));
            if (!type.isInstance(found)) {
                throw new FormatException(structure, "density", "expected a " + type.getSimpleName() + ", found " + json.path("density").path("kind"));
            }
            return type.cast(found);
        } catch (IllegalArgumentException e) {
            throw new FormatException(structure, "density", e.getMessage(), e);
        }
    }

    /** What a description says. */
    static Storable restore(Description description) {
        List<StorableKind> kinds = ServiceLoader.load(StorableKind.class).stream().map(ServiceLoader.Provider::get).toList();
        return kinds.stream().filter(k -> k.name().equals(description.kind())).findFirst().orElseThrow(() -> new IllegalArgumentException(
            "there is no kind '" + description.kind() + "'" + Nearest.suggestion(description.kind(), kinds.stream().map(StorableKind::name).toList())))
            .restore(description);
    }

    private static ObjectNode write(Description d, String prefix, Map<String, Tensor> tensors) {
        ObjectNode node = Json.object().put("kind", d.kind());
        ObjectNode numbers = node.putObject("numbers");
        new TreeMap<>(d.numbers()).forEach(numbers::put);
        var names = node.putArray("arrays");
        new TreeMap<>(d.arrays()).forEach((name, array) -> {
            names.add(name);
            tensors.put(prefix + name, Tensors.of(ScalarType.Double, array.values()).view(array.shape()));
        });
        var parts = node.putArray("parts");
        for (int i = 0; i < d.parts().size(); i++) {
            parts.add(write(d.parts().get(i), prefix + i + ".", tensors));
        }
        return node;
    }

    private static Description read(Path file, JsonNode node, String prefix, SafetensorsFile tensors) {
        if (!node.path("kind").isString()) {
            throw new FormatException(file, "density" + (prefix.isEmpty() ? "" : ", part " + prefix), "expected an object with a kind, found " + Excerpt.of(node));
        }
        Map<String, Double> numbers = new LinkedHashMap<>();
        node.path("numbers").properties().forEach(e -> {
            if (!e.getValue().isNumber()) {
                throw new FormatException(file, "'" + e.getKey() + "'", "expected a number, found " + Excerpt.of(e.getValue()));
            }
            numbers.put(e.getKey(), e.getValue().asDouble());
        });
        Map<String, Description.Array> arrays = new LinkedHashMap<>();
        for (JsonNode name : node.path("arrays")) {
            try (Scope scope = Scope.open()) {
                Tensor tensor = tensors.read(prefix + name.asString(""));
                if (Tensors.dtype(tensor) != ScalarType.Double) {
                    throw new FormatException(tensors.file(), "'" + prefix + name.asString("") + "'", "expected F64, found " + Tensors.dtype(tensor));
                }
                arrays.put(name.asString(""), new Description.Array(Tensors.toDoubles(tensor), Tensors.shape(tensor)));
            }
        }
        List<Description> parts = new ArrayList<>();
        for (JsonNode part : node.path("parts")) {
            parts.add(read(file, part, prefix + parts.size() + ".", tensors));
        }
        return new Description(node.path("kind").asString(), numbers, arrays, parts);
    }
}
