package dev.plackett.recipe.tuning;

import dev.plackett.io.FormatException;
import dev.plackett.model.Decoder;
import dev.plackett.recipe.Lora;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.Recipe;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.TrainedModel;
import dev.plackett.report.RunFolder;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Checkpoint;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A checkpoint of {@code run preference} or {@code run sft} as a model: its parameters, in the model that the run began with.
 *
 * @param folder {@code RUN/stages/NNN-train/checkpoints/step-N}, or the same of a stage that has not ended
 * @param base   the model that the run began with
 * @param lora   what was trained of it
 */
public record RunCheckpoint(Path folder, ModelFolder base, Lora lora) {

    /**
     * A folder as a checkpoint.
     *
     * @return empty where it is none
     * @throws FormatException when it lies in no run folder, or in one of a kind whose checkpoints are no language models
     */
    public static Optional<RunCheckpoint> of(Path folder) {
        if (!Checkpoint.is(folder)) {
            return Optional.empty();
        }
        Path run = RunFolder.ofCheckpoint(folder).orElseThrow(() -> new FormatException(folder, "", "is a checkpoint outside of its run folder, whose"
            + " config.yaml says what it belongs to; expected RUN/stages/NNN-train/checkpoints/step-N"));
        Recipe<?> recipe = RecipeLoader.reload(RunFolder.recipe(run), run.resolve("config.yaml"));
        if (!(recipe.config() instanceof TuningConfig config)) {
            throw new FormatException(folder, "", "is a checkpoint of 'run " + recipe.kind().name() + "'; only those of preference and sft can be opened."
                + " Name the model in the folder of a stage that has ended");
        }
        TuningPlan plan = config.plan();
        return Optional.of(new RunCheckpoint(folder, ModelFolder.open(plan.model(), run.resolve("inputs")), plan.training().lora()));
    }

    /** Opens it for scoring and generation, with an adapter where one was trained. */
    public TrainedModel open(ScalarType compute) {
        TrainedModel model = lora.on() ? TrainedModel.open(base.path(), lora, compute, Seeds.of(0), false)
            : TrainedModel.of(base.path(), Decoder.followed(base.path(), ScalarType.Float, compute));
        try {
            Checkpoint.parameters(folder, model.parameters());
            return model;
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }
}
