package dev.plackett.recipe.sppo;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Llama;
import dev.plackett.model.LlamaConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How much memory a run would take; an estimate from shapes, no weight is read. */
final class SppoMemory {

    private SppoMemory() {}

    /**
     * One sentence. Counted are weights, gradients and optimiser state in float32, a compute copy in bfloat16, the frozen copy that samples and scores, and
     * the activations of one micro-batch (ours: about 40 numbers per token, layer and unit of width, plus the head's log-probabilities).
     */
    static String estimate(LlamaConfig config, SppoConfig run) {
        double parameters = parameters(config);
        double states = run.training().optimizer() == dev.plackett.train.Settings.Rule.ADAMW ? 2 : 1;
        double training = parameters * 4 * (2 + states) + parameters * 4;
        double tokens = run.training().microBatchTokens();
        double activations = tokens * config.shape().layers() * config.shape().width() * 40.0 * 2 + Math.min(tokens, 16_000_000.0 / config.shape().vocabulary())
            * config.shape().vocabulary() * 4;
        return String.format(Locale.ROOT, "%.2f billion parameters; about %.1f GB while training (weights, gradients, optimiser state, compute copy) and %.1f GB"
            + " of activations per micro-batch of %,d tokens", parameters / 1e9, training / 1e9, activations / 1e9, run.training().microBatchTokens());
    }

    /** Shapes of models that recipes name before anybody has their weights, from their published configurations. */
    private static final Map<String, LlamaConfig> KNOWN = Map.of(
        "Mistral-7B-Instruct-v0.2", untied(32000), "Meta-Llama-3-8B-Instruct", untied(128256));

    /** The configuration of a folder, or of a well-known model by the folder's name. */
    static Optional<LlamaConfig> config(Path folder) {
        Path file = folder.resolve("config.json");
        return Files.exists(file) ? Optional.of(LlamaConfig.read(file)) : Optional.ofNullable(KNOWN.get(folder.getFileName().toString()));
    }

    private static LlamaConfig untied(int vocabulary) {
        LlamaConfig tied = LlamaConfig.of(new CausalModel.Shape(vocabulary, 4096, 32, 32, 8, 128, 32768), 14336, 1, 2, Optional.empty());
        return new LlamaConfig(tied.shape(), tied.mlp(), tied.eps(), false, false, false, tied.rope(), tied.raw());
    }

    /** Number of parameters that a configuration asks for. */
    static long parameters(LlamaConfig config) {
        return Llama.groups(config).stream().flatMap(g -> g.members().stream())
            .mapToLong(p -> Arrays.stream(p.shape()).reduce(1, Math::multiplyExact)).sum();
    }
}
