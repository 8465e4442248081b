package dev.plackett.train;

import dev.plackett.io.Dtypes;
import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.objective.Carry;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Parameters, optimiser state, the objective's carry and the number of updates: bit for bit what the next step needs. */
public final class Checkpoint {

    private static final int VERSION = 1;
    private static final String TENSORS = "state.safetensors";
    private static final String SCALARS = "state.json";

    private Checkpoint() {}

    static void save(Path folder, ParameterStore parameters, Optimizer optimizer, Map<String, Tensor> further, Carry carry) {
        Map<String, Tensor> tensors = new TreeMap<>(further);
        tensors.put("parameters", parameters.flat());
        optimizer.state().forEach((name, tensor) -> tensors.put("optimizer." + name, tensor));
        ObjectNode json = Json.object().put("version", VERSION).put("steps", optimizer.steps());
        json.putArray("layout").addAll(parameters.names().stream().map(Json.MAPPER.getNodeFactory()::stringNode).toList());
        ObjectNode carried = json.putObject("carry");
        // Bits, not decimals: a carry must come back exactly.
        new TreeMap<>(carry.values()).forEach((name, array) -> {
            var bits = carried.putArray(name);
            Arrays.stream(array).forEach(x -> bits.add(Double.doubleToRawLongBits(x)));
        });
        try {
            Files.createDirectories(folder);
            SafetensorsWriter.write(folder.resolve(TENSORS), tensors, Map.of());
            Files.writeString(folder.resolve(SCALARS), json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** Whether a folder is one. */
    public static boolean is(Path folder) {
        return Files.exists(folder.resolve(TENSORS)) && Files.exists(folder.resolve(SCALARS));
    }

    /**
     * Reads the parameters alone.
     *
     * @param into a store of the layout that was trained
     * @throws FormatException when they are those of another model
     */
    public static void parameters(Path folder, ParameterStore into) {
        state(folder, into);
        take(folder, Map.of("parameters", into.flat()));
        into.refresh();
    }

    static Carry restore(Path folder, ParameterStore parameters, Optimizer optimizer, Map<String, Tensor> further) {
        Path scalars = folder.resolve(SCALARS);
        JsonNode json = state(folder, parameters);
        if (!json.path("steps").isIntegralNumber() || !json.path("steps").canConvertToLong() || json.path("steps").longValue() < 0) {
            throw new FormatException(scalars, "steps", "expected a number of updates, found " + Excerpt.of(json.path("steps")));
        }
        Map<String, double[]> carry = new HashMap<>();
        json.path("carry").properties().forEach(e ->
            carry.put(e.getKey(), e.getValue().valueStream().mapToDouble(bits -> number(scalars, e.getKey(), bits)).toArray()));
        Map<String, Tensor> into = new TreeMap<>(further);
        into.put("parameters", parameters.flat());
        optimizer.state().forEach((name, tensor) -> into.put("optimizer." + name, tensor));
        take(folder, into);
        parameters.refresh();
        optimizer.steps(json.path("steps").longValue());
        return new Carry(carry);
    }

    /** What is not tensors, once it is known to be of this version and of a model with these parameters. */
    private static JsonNode state(Path folder, ParameterStore parameters) {
        Path scalars = folder.resolve(SCALARS);
        JsonNode json = Json.object(scalars);
        if (json.path("version").asInt(0) != VERSION) {
            throw new FormatException(scalars, "version", "expected " + VERSION + ", found " + json.path("version"));
        }
        if (!json.path("layout").valueStream().map(name -> name.asString("")).toList().equals(parameters.names())) {
            throw new FormatException(scalars, "layout", "the checkpoint belongs to another model");
        }
        return json;
    }

    private static void take(Path folder, Map<String, Tensor> into) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard(); SafetensorsFile file = SafetensorsFile.open(folder.resolve(TENSORS))) {
            // All of it is looked at before any of it is taken.
            into.forEach((name, tensor) -> check(file, name, tensor));
            into.forEach((name, tensor) -> tensor.copy_(file.read(name)));
        }
    }

    private static double number(Path file, String name, JsonNode bits) {
        if (!bits.isIntegralNumber() || !bits.canConvertToLong()) {
            throw new FormatException(file, "carry, '" + name + "'", "expected the bits of a number, found " + Excerpt.of(bits));
        }
        return Double.longBitsToDouble(bits.longValue());
    }

    private static void check(SafetensorsFile file, String name, Tensor into) {
        SafetensorsFile.Entry entry = file.entries().get(name);
        String dtype = Dtypes.toSafetensors(Tensors.dtype(into));
        if (entry == null || !entry.dtype().equals(dtype) || !Arrays.equals(entry.shape(), new long[] {into.numel()})) {
            throw new FormatException(file.file(), "'" + name + "'", "expected " + dtype + " [" + into.numel() + "], found "
                + (entry == null ? "no such tensor" : entry.dtype() + " " + Arrays.toString(entry.shape())));
        }
    }
}
