package dev.plackett.recipe;

import dev.plackett.model.CausalModel;
import dev.plackett.model.DecoderPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A model's Hugging Face folder as recipes name it.
 *
 * @param path the folder
 */
public record ModelFolder(Path path) {

    /** The name of the base model that ships inside the jar. */
    public static final String EMBEDDED = "embedded";

    /** The file that makes a folder a model's. */
    public static final String CONFIG = "config.json";

    /** What belongs to a model beside its weights and their configuration. */
    private static final List<String> COMPANIONS = List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        "vocab.json", "merges.txt", "tokenizer.model", "generation_config.json", "chat_template.jinja", "chat_template.json");

    /**
     * The embedded model, or a folder.
     *
     * @param name    {@link #EMBEDDED} or a path
     * @param scratch where the embedded model is unpacked
     */
    public static ModelFolder open(String name, Path scratch) {
        return new ModelFolder(name.equals(EMBEDDED) ? EmbeddedModels.unpack("base", scratch) : Path.of(name));
    }

    /** Sizes, by {@code config.json} alone. */
    public CausalModel.Shape shape() {
        return DecoderPlan.read(path.resolve(CONFIG)).shape();
    }

    /** Copies the tokenizer's files, the chat template and the settings of generation into a folder; those that this one lacks are left out. */
    public void copyCompanions(Path to) {
        for (String file : COMPANIONS) {
            try {
                if (Files.exists(path.resolve(file))) {
                    Files.copy(path.resolve(file), to.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(to.resolve(file) + " cannot be written", e);
            }
        }
    }
}
