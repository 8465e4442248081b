package dev.plackett.robust;

import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.Nearest;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Gradients from a file. safetensors: one tensor {@code [p, n]}, or one {@code [n]} for each worker, who has its name. JSON: {@code [[…], […]]}, the
 * same under {@code "gradients"}, or {@code {"worker": […], …}}; {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"} stand for what JSON has no
 * numbers for.
 */
public final class GradientFile {

    private static final Map<String, Double> WORDS = Map.of("NaN", Double.NaN, "Infinity", Double.POSITIVE_INFINITY, "-Infinity", Double.NEGATIVE_INFINITY);

    private GradientFile() {}

    /**
     * Reads a file; its tensors live in the current scope.
     *
     * @param tensor name of the tensor {@code [p, n]}, where the file has several
     * @throws FormatException saying where the file is wrong
     */
    public static GradientMatrix read(Path file, Optional<String> tensor) {
        return file.toString().endsWith(".json") ? json(file) : safetensors(file, tensor);
    }

    private static GradientMatrix safetensors(Path file, Optional<String> tensor) {
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            Map<String, SafetensorsFile.Entry> entries = open.entries();
            if (tensor.isPresent() && !entries.containsKey(tensor.get())) {
                throw new FormatException(file, "", "there is no tensor '" + tensor.get() + "'" + Nearest.suggestion(tensor.get(), entries.keySet()));
            }
            List<String> matrices = entries.entrySet().stream().filter(e -> e.getValue().shape().length == 2).map(Map.Entry::getKey).toList();
            if (tensor.isPresent() || entries.size() == 1 && matrices.size() == 1) {
                return GradientMatrix.of(open.read(tensor.orElseGet(() -> matrices.get(0))));
            }
            if (entries.isEmpty() || entries.values().stream().anyMatch(e -> e.shape().length != 1)) {
                throw new FormatException(file, "", "expected one tensor [workers, parameters], or one [parameters] for each worker, found "
                    + shapes(entries) + (matrices.isEmpty() ? "" : "; --tensor " + matrices.get(0) + " chooses one"));
            }
            return GradientMatrix.of(entries.keySet().stream().map(open::read).toList(), List.copyOf(entries.keySet()));
        }
    }

    private static String shapes(Map<String, SafetensorsFile.Entry> entries) {
        List<String> all = entries.entrySet().stream().map(e -> e.getKey() + " " + Arrays.toString(e.getValue().shape())).toList();
        return Excerpt.of(all.isEmpty() ? "none" : String.join(", ", all), 200);
    }

    private static GradientMatrix json(Path file) {
        JsonNode root = Json.read(file);
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        JsonNode list = root.isArray() ? root : root.path("gradients");
        if (list instanceof ArrayNode) {
            for (int i = 0; i < list.size(); i++) {
                rows.put(Integer.toString(i), list.get(i));
            }
        } else {
            root.properties().forEach(e -> rows.put(e.getKey(), e.getValue()));
        }
        if (rows.isEmpty()) {
            throw new FormatException(file, "", "expected a list of lists of numbers, or an object with one for each worker, found "
                + Excerpt.of(root));
        }
        List<Tensor> tensors = new ArrayList<>();
        int length = -1;
        for (Map.Entry<String, JsonNode> row : rows.entrySet()) {
            double[] numbers = numbers(file, row.getKey(), row.getValue());
            length = length < 0 ? numbers.length : length;
            if (numbers.length != length) {
                throw new FormatException(file, "worker " + row.getKey(), "expected " + length + " numbers, as the first worker has, found " + numbers.length);
            }
            tensors.add(Tensors.of(ScalarType.Double, numbers));
        }
        return GradientMatrix.of(tensors, List.copyOf(rows.keySet()));
    }

    private static double[] numbers(Path file, String worker, JsonNode row) {
        if (!row.isArray()) {
            throw new FormatException(file, "worker " + worker, "expected a list of numbers, found " + Excerpt.of(row));
        }
        double[] out = new double[row.size()];
        for (int i = 0; i < out.length; i++) {
            JsonNode number = row.get(i);
            Double word = number.isString() ? WORDS.get(number.asString()) : null;
            if (!number.isNumber() && word == null) {
                throw new FormatException(file, "worker " + worker + ", number " + i, "expected a number, found " + Excerpt.of(number));
            }
            out[i] = word == null ? number.doubleValue() : word;
        }
        return out;
    }
}
