package dev.plackett.model;

import dev.plackett.io.WeightFiles;
import dev.plackett.tensor.ParameterStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A Hugging Face folder with a decoder's configuration and weights.
 *
 * @param path         the folder
 * @param architecture the family that reads it
 * @param plan         what its configuration describes
 */
record DecoderFolder(Path path, Architecture architecture, DecoderPlan plan) {

    /** Reads the configuration. */
    static DecoderFolder of(Path path) {
        ConfigFields fields = ConfigFields.read(path.resolve("config.json"));
        Architecture architecture = Architecture.of(fields);
        return new DecoderFolder(path, architecture, architecture.plan(fields));
    }

    /** Parameters with the folder's numbers; memory is taken once all shapes are known to fit. */
    ParameterStore fill(Function<DecoderPlan, ParameterStore> storeOf) {
        return read((files, ignored) -> {
            ParameterStore store = storeOf.apply(plan);
            try {
                files.fill(store, fileNames(files), ignored);
                return store;
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        });
    }

    /** Reads all numbers, one tensor at a time. */
    void check() {
        read((files, ignored) -> {
            List<String> names = parameters().stream().map(p -> fileNames(files).apply(p.name())).toList();
            files.checkFinite(names);
            return names;
        });
    }

    private <T> T read(BiFunction<WeightFiles, Set<String>, T> reading) {
        try (WeightFiles files = WeightFiles.open(path)) {
            // A tied head may be stored all the same.
            Set<String> ignored = files.names().stream().filter(n -> architecture.ignores(n) || plan.tied() && n.equals(plan.names().head() + ".weight"))
                .collect(Collectors.toSet());
            files.check(parameters(), fileNames(files), ignored);
            return reading.apply(files, ignored);
        }
    }

    private List<ParameterStore.Parameter> parameters() {
        return plan.groups().stream().flatMap(g -> g.members().stream()).toList();
    }

    private UnaryOperator<String> fileNames(WeightFiles files) {
        return architecture.fileNames(files.names());
    }
}
