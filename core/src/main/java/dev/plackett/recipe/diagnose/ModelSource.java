package dev.plackett.recipe.diagnose;

import dev.plackett.io.FormatException;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.LoraAdapter;
import dev.plackett.recipe.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model of a diagnosis: a Hugging Face folder, or a PEFT folder of an adapter on the reference.
 *
 * @param option how the user named it, for messages
 * @param folder the folder
 */
record ModelSource(String option, Path folder) {

    private static final String CONFIG = "config.json";
    private static final String ADAPTER = "adapter_config.json";

    /** Opened; closes what it opened. */
    record Opened(Decoder weights, Optional<Decoder> adapted) implements AutoCloseable {

        CausalModel model() {
            return adapted.orElse(weights);
        }

        @Override
        public void close() {
            adapted.ifPresent(Decoder::close);
            weights.close();
        }
    }

    /** What progress calls it. */
    String name() {
        return option.substring(2).replace('-', ' ') + " " + folder.getFileName();
    }

    /** Whether it is an adapter alone. */
    boolean adapter() {
        return !Files.exists(folder.resolve(CONFIG)) && Files.exists(folder.resolve(ADAPTER));
    }

    /** Whether it brings a tokenizer of its own. */
    boolean tokenizer() {
        return Files.exists(folder.resolve("tokenizer.json"));
    }

    /**
     * Looks at the folder without reading a weight.
     *
     * @throws FormatException naming option and folder: where it is no model, or of another vocabulary than the reference
     */
    void check(ModelSource reference) {
        if (!Files.isDirectory(folder)) {
            throw new FormatException(folder, option, Files.exists(folder) ? "expected a model's folder, found a file" : "there is no such folder");
        }
        if (!adapter() && !Files.exists(folder.resolve(CONFIG))) {
            throw new FormatException(folder, option,
                "holds no model: expected config.json of a Hugging Face folder, or adapter_config.json of a PEFT adapter");
        }
        if (!adapter() && !equals(reference)) {
            int own = new ModelFolder(folder).shape().vocabulary();
            int others = new ModelFolder(reference.folder).shape().vocabulary();
            if (own != others) {
                throw new FormatException(folder, option, "has a vocabulary of " + own + " tokens, the reference " + reference.folder + " one of "
                    + others + ": log-likelihoods of different tokens cannot be compared");
            }
        }
    }

    /** Opens it for scoring and generation; an adapter on the reference's weights. */
    Opened open(ModelSource reference, ScalarType compute) {
        Decoder weights = Decoder.frozen(adapter() ? reference.folder : folder, compute);
        try {
            return new Opened(weights, adapter() ? Optional.of(weights.with(LoraAdapter.frozen(folder, weights))) : Optional.empty());
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }
}
