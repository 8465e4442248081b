package dev.plackett.io;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;

/** The weights of a Hugging Face folder: {@code model.safetensors}, or shards with {@code model.safetensors.index.json}. */
public final class WeightFiles implements AutoCloseable {

    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_.-]*\\.safetensors");
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final List<SafetensorsFile> files = new ArrayList<>();
    private final Map<String, SafetensorsFile> where = new LinkedHashMap<>();

    private WeightFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens a folder's weights.
     *
     * @throws FormatException when there are none, a shard is missing, or the index and the shards disagree
     */
    public static WeightFiles open(Path folder) {
        WeightFiles weights = new WeightFiles(folder);
        try {
            if (Files.exists(folder.resolve(INDEX))) {
                weights.addShards(folder.resolve(INDEX));
            } else if (Files.exists(folder.resolve(SINGLE))) {
                weights.add(folder.resolve(SINGLE));
            } else {
                throw new FormatException(folder, "", "expected " + SINGLE + " or " + INDEX + ", found neither"
                    + (hasPickle(folder) ? "; pickled weights (.bin, .pt) are never read: convert them to safetensors" : ""));
            }
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** Names of all tensors. */
    public Set<String> names() {
        return where.keySet();
    }

    /** A tensor's shape. */
    public long[] shape(String name) {
        return where.get(name).entries().get(name).shape().clone();
    }

    /** The dtype of a tensor, in safetensors' spelling. */
    public String dtype(String name) {
        return where.get(name).entries().get(name).dtype();
    }

    /** Reads a tensor in its stored dtype. */
    public Tensor read(String name) {
        SafetensorsFile file = where.get(name);
        if (file == null) {
            throw new FormatException(folder, "", "no tensor '" + name + "'");
        }
        return file.read(name);
    }

    /**
     * Fills every parameter of a store.
     *
     * @param fileName the file's name of a parameter
     * @param ignored  tensors of the file that may stay unread
     * @throws FormatException naming every missing tensor, every unexpected one and every wrong shape; or a number that is not finite
     */
    public void fill(ParameterStore store, UnaryOperator<String> fileName, Set<String> ignored) {
        fill(store, store.names(), fileName, ignored);
    }

    /**
     * Fills some parameters of a store.
     *
     * @param parameters which
     * @throws FormatException naming every missing tensor, every unexpected one and every wrong shape; or a number that is not finite
     */
    public void fill(ParameterStore store, List<String> parameters, UnaryOperator<String> fileName, Set<String> ignored) {
        check(parameters.stream().map(name -> new ParameterStore.Parameter(name, store.shape(name))).toList(), fileName, ignored);
        try (NoGradGuard off = new NoGradGuard()) {
            for (String parameter : parameters) {
                try (Scope scope = Scope.open()) {
                    store.master(parameter).copy_(finite(fileName.apply(parameter)));
                }
            }
        }
        store.refresh();
    }

    /**
     * Reads numbers without keeping them.
     *
     * @param names of tensors
     * @throws FormatException naming the first that holds a number that is not finite
     */
    public void checkFinite(List<String> names) {
        names.stream().filter(name -> !where.get(name).finite(name)).findFirst().ifPresent(name -> {
            throw notFinite(name);
        });
    }

    private Tensor finite(String name) {
        Tensor read = read(name);
        if (!read.isfinite().all().item_bool()) {
            throw notFinite(name);
        }
        return read;
    }

    private FormatException notFinite(String name) {
        return new FormatException(folder, "weights", "tensor '" + name + "' holds a number that is not finite (NaN or infinity)");
    }

    /**
     * Compares a folder with what a configuration asks for, before memory is taken for it.
     *
     * @param parameters what the configuration asks for
     * @param ignored    tensors of the file that may stay unread
     * @throws FormatException naming every missing tensor, every unexpected one and every wrong shape
     */
    public void check(List<ParameterStore.Parameter> parameters, UnaryOperator<String> fileName, Set<String> ignored) {
        List<String> problems = new ArrayList<>();
        Set<String> unread = new TreeSet<>(names());
        unread.removeAll(ignored);
        for (ParameterStore.Parameter parameter : parameters) {
            String name = fileName.apply(parameter.name());
            unread.remove(name);
            if (!where.containsKey(name)) {
                problems.add("tensor '" + name + "' is missing");
            } else if (!Arrays.equals(shape(name), parameter.shape())) {
                problems.add("tensor '" + name + "' has shape " + Arrays.toString(shape(name))
                    + " where the configuration asks for " + Arrays.toString(parameter.shape()));
            }
        }
        unread.forEach(name -> problems.add("tensor '" + Excerpt.of(name) + "' belongs to no parameter of this architecture"));
        if (!problems.isEmpty()) {
            throw new FormatException(folder, "weights", String.join("; ", problems.size() > 8
                ? List.of(String.join("; ", problems.subList(0, 8)), "and " + (problems.size() - 8) + " more") : problems));
        }
    }

    /**
     * Writes a store as one safetensors file.
     *
     * @param folder   an existing folder
     * @param fileName the file's name of a parameter
     * @param dtype    what to store numbers as
     */
    public static void write(Path folder, ParameterStore store, UnaryOperator<String> fileName, ScalarType dtype) {
        write(folder, store, fileName, (name, weight) -> weight, dtype);
    }

    /**
     * Writes a store as one safetensors file, each parameter as a function of it.
     *
     * @param folder   an existing folder
     * @param fileName the file's name of a parameter
     * @param value    what to write for a parameter, given its name and value
     * @param dtype    what to store numbers as
     */
    public static void write(Path folder, ParameterStore store, UnaryOperator<String> fileName, BiFunction<String, Tensor, Tensor> value, ScalarType dtype) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            for (String parameter : store.names()) {
                tensors.put(fileName.apply(parameter), value.apply(parameter, store.master(parameter)).to(dtype).contiguous());
            }
            SafetensorsWriter.write(folder.resolve(SINGLE), tensors, Map.of("format", "pt"));
        }
    }

    @Override
    public void close() {
        files.forEach(SafetensorsFile::close);
        files.clear();
    }

    private void addShards(Path index) {
        JsonNode map = Json.object(index).path("weight_map");
        Map<String, String> listed = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> e : map.properties()) {
            String shard = e.getValue().asString("");
            if (!SHARD.matcher(shard).matches()) {
                throw new FormatException(index, "weight_map, '" + Excerpt.of(e.getKey()) + "'", "expected the name of a safetensors file, found " + Excerpt.of(e.getValue()));
            }
            listed.put(e.getKey(), shard);
        }
        if (listed.isEmpty()) {
            throw new FormatException(index, "weight_map", "expected names of tensors and their files, found none");
        }
        new TreeSet<>(listed.values()).forEach(shard -> add(folder.resolve(shard)));
        listed.forEach((name, shard) -> {
            if (!where.containsKey(name)) {
                throw new FormatException(index, "weight_map", "tensor '" + name + "' is not in " + shard);
            }
        });
    }

    private void add(Path file) {
        SafetensorsFile opened = SafetensorsFile.open(file);
        files.add(opened);
        opened.entries().keySet().forEach(name -> {
            if (where.put(name, opened) != null) {
                throw new FormatException(file, "header", "tensor '" + name + "' is also in another file of this folder");
            }
        });
    }

    private static boolean hasPickle(Path folder) {
        try (var list = Files.list(folder)) {
            return list.anyMatch(f -> f.getFileName().toString().matches(".*\\.(bin|pt|pth|pkl)"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed", e);
        }
    }
}
