package dev.plackett.recipe.tuning;

import dev.plackett.recipe.AutoNumber;
import dev.plackett.recipe.Default;
import dev.plackett.recipe.Doc;
import dev.plackett.recipe.Lora;
import dev.plackett.recipe.Precision;
import dev.plackett.recipe.Range;
import dev.plackett.train.Projection;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;

/** How a model is trained; keys and meanings are those of the Hugging Face and TRL trainers where they have them. */
record Training(
    @Doc("Peak learning rate.") @Default("1e-6") @Range(min = 0) double learningRate,
    @Doc("Rows (pairs) per update, however they are cut into micro-batches.") @Default("32") @Range(min = 1) int batchSize,
    @Doc("Passes over the data; parts of one are possible.") @Default("1") @Range(min = 0) double numTrainEpochs,
    @Doc("'linear', 'cosine' or 'constant' after the warm-up.") @Default("linear") Schedule.Shape lrSchedulerType,
    @Doc("Share of the updates that warms up.") @Default("0.1") @Range(min = 0, max = 1) double warmupRatio,
    @Doc("'adamw' or 'rmsprop'.") @Default("adamw") Settings.Rule optim,
    @Doc("Weight decay of matrices.") @Default("0") @Range(min = 0) double weightDecay,
    @Doc("Longest gradient; 0 never clips.") @Default("1.0") @Range(min = 0) double maxGradNorm,
    @Doc("Updates between two evaluations on what is held out; 'auto' makes ten of them.") @Default("auto") @Range(min = 1) AutoNumber evalSteps,
    @Doc("Updates between two checkpoints.") @Default("100") @Range(min = 1) int saveSteps,
    @Doc("Checkpoints that stay, the newest, even after the end: diagnose compares them. 0 keeps the last one until the training has ended.")
    @Default("0") @Range(min = 0) int saveTotalLimit,
    @Doc("Tokens of graph alive at a time; some hundred suit processors, a GPU wants more.") @Default("768") @Range(min = 1) long microBatchTokens,
    @Doc("'auto' (by what the processor is), 'float32' or 'bfloat16' products over float32 weights.") @Default("auto") Precision precision,
    @Doc("Compute activations again in the backward pass instead of keeping them: less memory, a third more time, the same gradient.")
    @Default("false") boolean activationCheckpointing,
    @Doc("TR-DPO: let the reference follow the policy.") @Default("false") boolean syncRefModel,
    @Doc("Share of the policy in the reference when it follows; 1 replaces it.") @Default("0.6") @Range(min = 0, max = 1) double refModelMixupAlpha,
    @Doc("Updates after which it follows.") @Default("512") @Range(min = 1) long refModelSyncSteps,
    @Doc("DPO-PG: 'gradient' or 'update' keeps updates from making the chosen answers less likely; 'none' does not. Takes two gradients per update.")
    @Default("none") Projection projection,
    @Doc("Train low-rank adapters; the model that is written has them merged, and they stand beside it in PEFT's layout.") Lora lora) {

    private static final int EVALUATIONS = 10;

    /** The trainer's settings. */
    Settings settings() {
        return new Settings(learningRate, batchSize, numTrainEpochs, numTrainEpochs, lrSchedulerType, warmupRatio, optim, weightDecay, maxGradNorm,
            microBatchTokens, projection);
    }

    /** Whether an evaluation is due after so many updates of a training over so many units. */
    boolean evaluates(long steps, int units) {
        long total = settings().totalSteps(units);
        long every = (long) evalSteps.or(() -> Math.max(1, total / EVALUATIONS));
        return steps == total || steps % every == 0;
    }
}
