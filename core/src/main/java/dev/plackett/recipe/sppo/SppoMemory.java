package dev.plackett.recipe.sppo;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Llama;
import dev.plackett.model.LlamaConfig;
import dev.plackett.recipe.EmbeddedModels;
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
     * One sentence. Training counts weights, gradients and optimiser state in float32, a compute copy in bfloat16 and the activations of one micro-batch
     * (ours: about 40 numbers per token, layer and unit of width, plus the head's log-probabilities); sampling the frozen copy and the keys and values of
     * all answers that grow at a time. The two follow each other, so the larger one counts. A judge comes on top.
     */
    static String estimate(LlamaConfig config, SppoConfig run) {
        CausalModel.Shape shape = config.shape();
        double parameters = parameters(config);
        double states = run.training().optimizer() == dev.plackett.train.Settings.Rule.ADAMW ? 2 : 1;
        double tokens = Math.max(run.training().microBatchTokens(), 2.0 * run.preference().length(shape.maxPositions()));
        double activations = tokens * shape.layers() * shape.width() * 40.0 * 2 + Math.min(tokens, 16_000_000.0 / shape.vocabulary()) * shape.vocabulary() * 4;
        int answer = Math.min(run.sampling().maxNewTokens(), shape.maxPositions());
        double training = parameters * 4 * (2 + states) + parameters * 2 + activations;
        int concurrent = SelfPlay.concurrent(shape, run);
        double sampling = parameters * 2 + SelfPlay.cacheBytes(shape) * concurrent * (answer + answer / (double) run.samples())
            + concurrent * shape.vocabulary() * 4.0;
        return String.format(Locale.ROOT, "%,.1f million parameters; about %s while training (%s of it activations of one micro-batch), %s while"
            + " sampling, beside the JVM's and the judge's", parameters / 1e6, size(training), size(activations), size(sampling));
    }

    private static String size(double bytes) {
        return bytes < 1e9 ? Math.round(bytes / 1e6) + " MB" : String.format(Locale.ROOT, bytes < 1e10 ? "%.1f GB" : "%.0f GB", bytes / 1e9);
    }

    /** Shapes of models that recipes name before anybody has their weights, from their published configurations. */
    private static final Map<String, LlamaConfig> KNOWN = Map.of(
        "Mistral-7B-Instruct-v0.2", untied(32000), "Meta-Llama-3-8B-Instruct", untied(128256));

    /** The configuration of the embedded model, of a folder, or of a well-known model by the folder's name. */
    static Optional<LlamaConfig> config(String model) {
        if (model.equals("embedded")) {
            return Optional.of(LlamaConfig.of(Path.of("embedded", "config.json"), EmbeddedModels.config("base")));
        }
        Path folder = Path.of(model);
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
