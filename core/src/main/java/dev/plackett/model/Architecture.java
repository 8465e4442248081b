package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Nearest;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Reads the configurations of one family of decoders. The ones that ship and users' own are found by {@link ServiceLoader} in the same way: a family needs
 * its class and a line in {@code META-INF/services/dev.plackett.model.Architecture}.
 */
public interface Architecture {

    /** The {@code model_type}s that it reads. */
    Set<String> modelTypes();

    /**
     * What a configuration describes.
     *
     * @throws FormatException naming the field that is missing, unsupported or contradictory
     */
    DecoderPlan plan(ConfigFields fields);

    /** The file's name of a parameter, where files of this family call it otherwise. */
    default UnaryOperator<String> fileNames(Set<String> stored) {
        return UnaryOperator.identity();
    }

    /** Whether a tensor of a file is no parameter and may stay unread. */
    default boolean ignores(String tensor) {
        return tensor.endsWith("rotary_emb.inv_freq");
    }

    /**
     * The family that reads a configuration.
     *
     * @throws FormatException naming the {@code model_type}s that are known
     */
    static Architecture of(ConfigFields fields) {
        List<Architecture> all = ServiceLoader.load(Architecture.class).stream().map(ServiceLoader.Provider::get).toList();
        String type = fields.text("model_type", "llama");
        return all.stream().filter(a -> a.modelTypes().contains(type)).findFirst().orElseThrow(() -> {
            Set<String> known = all.stream().flatMap(a -> a.modelTypes().stream()).collect(Collectors.toCollection(TreeSet::new));
            return new FormatException(fields.file(), "model_type", "'" + type + "' is not supported" + Nearest.hint(type, known) + "; supported are "
                + String.join(", ", known));
        });
    }
}
