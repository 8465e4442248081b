package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.nn.LowRank;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Low-rank adapters on a decoder's projections (LoRA, Hu et al. 2021), in PEFT's folder layout. The decoder's own weights are frozen; without the adapter
 * it is its own reference.
 */
public final class LoraAdapter implements AutoCloseable {

    private static final String WEIGHTS = "adapter_model.safetensors";
    private static final String PREFIX = "base_model.model.";

    private final LoraConfig config;
    private final ParameterStore parameters;

    private LoraAdapter(LoraConfig config, ParameterStore parameters) {
        this.config = config;
        this.parameters = parameters;
    }

    /**
     * A new adapter: A uniform in ±1/√in (PEFT's Kaiming start), B zero, so that it changes nothing yet.
     *
     * @throws IllegalArgumentException when a target module names no projection
     */
    public static LoraAdapter initialised(LoraConfig config, Decoder model, Seeds seeds, ScalarType master) {
        config.problem(model.plan()).ifPresent(problem -> {
            throw new IllegalArgumentException("target_modules: " + problem);
        });
        LoraAdapter adapter = new LoraAdapter(config, ParameterStore.trainable(groups(config, model), master, model.weights().compute()));
        try (NoGradGuard off = new NoGradGuard()) {
            for (String name : adapter.parameters.names()) {
                if (name.endsWith(".lora_A.weight")) {
                    try (Scope scope = Scope.open()) {
                        long[] shape = adapter.parameters.shape(name);
                        double bound = 1 / Math.sqrt(shape[1]);
                        double[] values = new double[Math.toIntExact(shape[0] * shape[1])];
                        var random = seeds.at(name).random();
                        for (int i = 0; i < values.length; i++) {
                            values[i] = bound * (2 * random.nextDouble() - 1);
                        }
                        adapter.parameters.master(name).copy_(Tensors.of(master, values).view(shape));
                    }
                }
            }
        }
        adapter.parameters.refresh();
        return adapter;
    }

    /** An adapter that changes nothing and is not trained, of the layout of a trained one: for a reference that will follow it. */
    public static LoraAdapter followed(LoraConfig config, Decoder model, ScalarType master) {
        return new LoraAdapter(config, ParameterStore.followed(groups(config, model), master, model.weights().compute()));
    }

    /** Opens a PEFT folder for training. */
    public static LoraAdapter trainable(Path folder, Decoder model, ScalarType master) {
        return load(folder, model, groups -> ParameterStore.trainable(groups, master, model.weights().compute()));
    }

    /** Opens a PEFT folder for scoring and generation. */
    public static LoraAdapter frozen(Path folder, Decoder model) {
        return load(folder, model, groups -> ParameterStore.frozen(groups, model.weights().compute()));
    }

    private static LoraAdapter load(Path folder, Decoder model, java.util.function.Function<List<ParameterStore.Group>, ParameterStore> storeOf) {
        LoraConfig config = LoraConfig.read(folder);
        ParameterStore store = storeOf.apply(groups(config, model));
        try (SafetensorsFile file = SafetensorsFile.open(folder.resolve(WEIGHTS)); NoGradGuard off = new NoGradGuard()) {
            TreeSet<String> unread = new TreeSet<>(file.entries().keySet());
            for (String name : store.names()) {
                try (Scope scope = Scope.open()) {
                    SafetensorsFile.Entry entry = file.entries().get(PREFIX + name);
                    if (entry == null || !java.util.Arrays.equals(entry.shape(), store.shape(name))) {
                        throw new FormatException(file.file(), "tensor '" + PREFIX + name + "'", "expected shape "
                            + java.util.Arrays.toString(store.shape(name)) + ", found " + (entry == null ? "no such tensor" : java.util.Arrays.toString(entry.shape())));
                    }
                    store.master(name).copy_(file.read(PREFIX + name));
                    unread.remove(PREFIX + name);
                }
            }
            if (!unread.isEmpty()) {
                throw new FormatException(file.file(), "tensor '" + unread.first() + "'", "belongs to no projection that target_modules names");
            }
            store.refresh();
            return new LoraAdapter(config, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /** Writes {@code adapter_config.json} and the weights as PEFT does. */
    public void save(Path folder, ScalarType dtype) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(LoraConfig.FILE), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(config.json()) + "\n");
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            parameters.names().forEach(name -> tensors.put(PREFIX + name, parameters.master(name).to(dtype)));
            SafetensorsWriter.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be written", e);
        }
    }

    /** A and B of all projections, under PEFT's names without its prefix. */
    public ParameterStore parameters() {
        return parameters;
    }

    /** What is added to a projection whose outputs begin at {@code offset} of a stacked product. */
    Optional<LowRank> at(String module, long offset) {
        String a = module + ".lora_A.weight";
        return parameters.names().contains(a)
            ? Optional.of(new LowRank(parameters.weight(a), parameters.weight(module + ".lora_B.weight"), config.scale(), offset)) : Optional.empty();
    }

    /** A projection's weight with the adapter added to it; any other parameter as it is. */
    Tensor merged(String name, Tensor weight, boolean transposed) {
        String module = name.endsWith(".weight") ? name.substring(0, name.length() - ".weight".length()) : "";
        String a = module + ".lora_A.weight";
        if (!parameters.names().contains(a)) {
            return weight;
        }
        Tensor delta = new LowRank(parameters.master(a), parameters.master(module + ".lora_B.weight"), config.scale(), 0).merged();
        return weight.to(parameters.dtype()).add(transposed ? delta.t() : delta);
    }

    @Override
    public void close() {
        parameters.close();
    }

    private static List<ParameterStore.Group> groups(LoraConfig config, Decoder model) {
        List<ParameterStore.Group> groups = new ArrayList<>();
        for (ParameterStore.Parameter projection : model.projections()) {
            if (config.targets(projection.name())) {
                groups.add(ParameterStore.Group.of(projection.name() + ".lora_A.weight", config.rank(), projection.shape()[1]));
                groups.add(ParameterStore.Group.of(projection.name() + ".lora_B.weight", projection.shape()[0], config.rank()));
            }
        }
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("target_modules " + config.modules() + " names no projection of this model; there are "
                + model.projections().stream().map(p -> p.name().replaceAll(".*\\.", "")).distinct().toList());
        }
        return groups;
    }
}
