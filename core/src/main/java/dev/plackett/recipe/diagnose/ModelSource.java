package dev.plackett.recipe.diagnose;

import dev.plackett.io.FormatException;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.LoraAdapter;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.TrainedModel;
import dev.plackett.recipe.tuning.RunCheckpoint;
import dev.plackett.report.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;

/**
 * A model of a diagnosis: a Hugging Face folder, a PEFT folder of an adapter on the reference, or a checkpoint of a run.
 *
 * @param option     how the user named it, for messages
 * @param folder     the folder
 * @param checkpoint the folder as a checkpoint, where it is one
 */
record ModelSource(String option, Path folder, Optional<RunCheckpoint> checkpoint) {

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

    /**
     * What a user named. A run's folder stands for the model that it made, or, where it has not ended, for its last checkpoint.
     *
     * @throws FormatException naming option and folder: where a run has neither, or a checkpoint cannot be opened
     */
    static ModelSource of(String option, Path named) {
        Path folder = RunFolder.config(named).isPresent() ? ofRun(option, named) : named;
        return new ModelSource(option, folder, RunCheckpoint.of(folder));
    }

    private static Path ofRun(String option, Path run) {
        Optional<JsonNode> made = RunFolder.finished(run).map(summary -> summary.path("results").path("model"));
        if (made.isPresent() && made.get().isString()) {
            return run.resolve(made.get().stringValue());
        }
        return RunFolder.lastCheckpoint(run).filter(c -> made.isEmpty()).orElseThrow(() -> new FormatException(run, option, made.isPresent()
            ? "is a run that made no model" : "is a run that has not ended and has no checkpoint yet"));
    }

    /** What progress calls it. */
    String name() {
        return option.substring(2).replace('-', ' ') + " " + folder.getFileName();
    }

    /** Whether it is an adapter alone. */
    boolean adapter() {
        return checkpoint.isEmpty() && !Files.exists(folder.resolve(ModelFolder.CONFIG)) && Files.exists(folder.resolve(ADAPTER));
    }

    /** Where its configuration and tokenizer are. */
    Path files() {
        return checkpoint.map(c -> c.base().path()).orElse(folder);
    }

    /** Whether it brings a tokenizer of its own. */
    boolean tokenizer() {
        return Files.exists(files().resolve("tokenizer.json"));
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
        if (!adapter() && !Files.exists(files().resolve(ModelFolder.CONFIG))) {
            throw new FormatException(files(), option, "holds no model: expected config.json of a Hugging Face folder, adapter_config.json of a "
                + "PEFT adapter, a run's folder or one of its checkpoints");
        }
        if (!adapter() && !equals(reference)) {
            int own = new ModelFolder(files()).shape().vocabulary();
            int others = new ModelFolder(reference.files()).shape().vocabulary();
            if (own != others) {
                throw new FormatException(folder, option, "has a vocabulary of " + own + " tokens, the reference " + reference.folder + " one of "
                    + others + ": log-likelihoods of different tokens cannot be compared");
            }
        }
    }

    /** Opens it for scoring and generation; an adapter on the reference's weights. */
    Opened open(ModelSource reference, ScalarType compute) {
        if (checkpoint.isPresent()) {
            TrainedModel model = checkpoint.get().open(compute);
            return new Opened(model.weights(), model.adapted());
        }
        Decoder weights = Decoder.frozen(adapter() ? reference.folder : folder, compute);
        try {
            return new Opened(weights, adapter() ? Optional.of(weights.with(LoraAdapter.frozen(folder, weights))) : Optional.empty());
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }
}
