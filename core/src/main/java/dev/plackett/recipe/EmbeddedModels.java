package dev.plackett.recipe;

import dev.plackett.io.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The small models that ship inside the jar, all trained by this project's own recipes. */
final class EmbeddedModels {

    private static final List<String> FILES = List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors");

    private EmbeddedModels() {}

    /** The configuration of an embedded model, without unpacking it. */
    public static ObjectNode config(String name) {
        try (InputStream in = EmbeddedModels.class.getResourceAsStream("/dev/plackett/models/" + name + "/config.json")) {
            return (ObjectNode) Json.MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded model '" + name + "' cannot be read", e);
        }
    }

    /**
     * Copies a model's folder out of the jar; what is there already is left alone.
     *
     * @param name   "base", "ranker-1" or "ranker-2"
     * @param folder where to put it
     * @return the model's folder
     */
    public static Path unpack(String name, Path folder) {
        Path target = folder.resolve(name);
        try {
            Files.createDirectories(target);
            for (String file : FILES) {
                // The tokenizer is the same for all, and stands in the base's folder only.
                String source = file.startsWith("tokenizer") ? "base/" + file : name + "/" + file;
                try (InputStream in = EmbeddedModels.class.getResourceAsStream("/dev/plackett/models/" + source)) {
                    if (in == null) {
                        throw new IllegalStateException("the embedded model '" + name + "' is not in this jar (" + source + ")");
                    }
                    if (!Files.exists(target.resolve(file))) {
                        Path partial = target.resolve(file + ".partial");
                        Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
                        Files.move(partial, target.resolve(file), StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written", e);
        }
    }
}
