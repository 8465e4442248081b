package dev.plackett.recipe.tuning;

import dev.plackett.objective.Needs;
import dev.plackett.objective.Unit;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.ModelMemory;
import dev.plackett.recipe.Precision;
import dev.plackett.recipe.Validation;
import dev.plackett.train.Projection;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** What can be said against a training before anything is loaded. */
final class TuningValidation {

    private TuningValidation() {}

    static Validation of(TuningPlan plan) {
        Validation v = method(files(Validation.ok(), plan), plan);
        if (!(plan.training().learningRate() > 0)) {
            v = v.problem("training.learning_rate", "the learning rate is 0: nothing would be learnt");
        }
        if (!(plan.training().numTrainEpochs() > 0)) {
            v = v.problem("training.num_train_epochs", "0 epochs: nothing would be learnt");
        }
        Optional<ModelMemory> model = ModelMemory.of(plan.model());
        if (model.isEmpty()) {
            return v.note("no memory estimate without the model's config.json");
        }
        try {
            plan.limit().rule(model.get().shape().maxPositions());
        } catch (IllegalArgumentException e) {
            v = v.problem("max_length", e.getMessage());
        }
        Optional<String> adapter = plan.training().lora().problem(model.get().config());
        v = adapter.isPresent() ? v.problem("training.lora.target_modules", adapter.get()) : v;
        return v.note(estimate(plan, model.get()));
    }

    private static Validation files(Validation before, TuningPlan plan) {
        Validation v = before.needsFile("data", plan.rows().data());
        if (plan.rows().evalData().isPresent()) {
            v = v.needsFile("eval_data", plan.rows().evalData().get());
        }
        if (!plan.model().equals(ModelFolder.EMBEDDED)) {
            v = v.needsFolder("model", Path.of(plan.model()), ModelFolder.CONFIG);
        }
        return plan.reference().isPresent() ? v.needsFolder("reference_model", Path.of(plan.reference().get()), ModelFolder.CONFIG) : v;
    }

    private static Validation method(Validation v, TuningPlan plan) {
        try {
            Needs needs = plan.objective().needs();
            Validation out = plan.form().problem(plan.method(), needs).map(problem -> v.problem("objective", problem)).orElse(v);
            return steps(out, plan, needs);
        } catch (IllegalArgumentException e) {
            return v.problem("objective", e.getMessage());
        }
    }

    /** What an update does beside the objective's own. */
    private static Validation steps(Validation before, TuningPlan plan, Needs needs) {
        Training how = plan.training();
        Validation v = before;
        if (how.projection() != Projection.NONE && needs.unit() != Unit.PAIR) {
            v = v.problem("training.projection", plan.method() + " is no objective on pairs: there is no chosen answer to protect");
        }
        if (!how.syncRefModel()) {
            return v;
        }
        if (!needs.reference()) {
            v = v.problem("training.sync_ref_model", plan.method() + " reads no reference: there is nothing to follow the policy");
        }
        if (how.lora().on() && how.refModelMixupAlpha() != 1) {
            v = v.problem("training.ref_model_mixup_alpha", "with an adapter the reference is the model with a copy of it; weights are mixed one by one, and the"
                + " product of mixed factors is not the mixture of products: 1 takes the whole adapter over, or train all weights");
        }
        if (how.lora().on() && plan.reference().isPresent()) {
            v = v.problem("reference_model", "with an adapter the reference that follows is the model itself with a copy of it; leave reference_model out");
        }
        if (!(how.refModelMixupAlpha() > 0)) {
            v = v.problem("training.ref_model_mixup_alpha", "at 0 the reference never moves");
        }
        Optional<ModelMemory> other = plan.reference().flatMap(ModelMemory::of);
        Optional<ModelMemory> model = ModelMemory.of(plan.model());
        if (other.isPresent() && model.isPresent() && !other.get().shape().equals(model.get().shape())) {
            v = v.problem("training.sync_ref_model", "reference_model has other sizes than the model: their weights cannot be mixed");
        }
        return v;
    }

    private static String estimate(TuningPlan plan, ModelMemory model) {
        double activations = model.activations(Math.max(plan.training().microBatchTokens(), plan.limit().most(model.shape().maxPositions())));
        // Beside an adapter the weights are frozen: no gradient and no state, one copy.
        double states = plan.training().lora().on() ? model.parameters() * (plan.training().precision() == Precision.FLOAT32 ? 4.0 : 2.0)
            : model.states(plan.training().optim());
        return String.format(Locale.ROOT, "%,.1f million parameters; about %s while training (%s of it activations of one micro-batch), beside the JVM's",
            model.parameters() / 1e6, ModelMemory.size(states + activations), ModelMemory.size(activations));
    }
}
