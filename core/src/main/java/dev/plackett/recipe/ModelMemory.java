package dev.plackett.recipe;

import dev.plackett.io.Json;
import dev.plackett.model.CausalModel;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.RopeFrequencies;
import dev.plackett.train.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How much memory a model takes; estimates from shapes (ours), no weight is read.
 *
 * @param config the model's configuration
 */
public record ModelMemory(DecoderPlan config) {

    /** Shapes of models that recipes name before anybody has their weights, from their published configurations. */
    private static final Map<String, DecoderPlan> KNOWN = Map.of(
        "Mistral-7B-Instruct-v0.2", untied(32000), "Meta-Llama-3-8B-Instruct", untied(128256));

    /** The embedded model's, a folder's, or a well-known model's by the folder's name; empty when none of these is there. */
    public static Optional<ModelMemory> of(String model) {
        if (model.equals(ModelFolder.EMBEDDED)) {
            return Optional.of(new ModelMemory(DecoderPlan.of(new ConfigFields(Path.of("embedded", "config.json"), EmbeddedModels.config("base")))));
        }
        Path folder = Path.of(model);
        Path file = folder.resolve("config.json");
        return Optional.ofNullable(Files.exists(file) ? DecoderPlan.read(file) : KNOWN.get(String.valueOf(folder.getFileName()))).map(ModelMemory::new);
    }

    /** Sizes. */
    public CausalModel.Shape shape() {
        return config.shape();
    }

    /** Number of parameters. */
    public long parameters() {
        return config.count();
    }

    /** Bytes of weights, gradients and optimiser state in float32 and of a compute copy in bfloat16. */
    public double states(Settings.Rule rule) {
        double perParameter = rule == Settings.Rule.ADAMW ? 2 : 1;
        return parameters() * (4 * (2 + perParameter) + 2);
    }

    /** Bytes of activations of one micro-batch: about 40 numbers per token, layer and unit of width, plus the head's log-probabilities. */
    public double activations(double tokens) {
        CausalModel.Shape shape = shape();
        return tokens * shape.layers() * shape.width() * 40.0 * 2 + Math.min(tokens, 16_000_000.0 / shape.vocabulary()) * shape.vocabulary() * 4;
    }

    /** Bytes as a text: 512 MB, 1.5 GB, 24 GB. */
    public static String size(double bytes) {
        return bytes < 1e9 ? Math.round(bytes / 1e6) + " MB" : String.format(Locale.ROOT, bytes < 1e10 ? "%.1f GB" : "%.0f GB", bytes / 1e9);
    }

    private static DecoderPlan untied(int vocabulary) {
        return DecoderPlan.llama(new CausalModel.Shape(vocabulary, 4096, 32, 32, 8, 128, 32768), 14336, 1e-5, false, RopeFrequencies.plain(1e6, 128),
            Json.object());
    }
}
