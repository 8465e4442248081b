package dev.plackett.recipe.tuning;

import dev.plackett.objective.Needs;
import dev.plackett.recipe.ModelFolder;
import dev.plackett.recipe.ModelMemory;
import dev.plackett.recipe.Precision;
import dev.plackett.recipe.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
        return v.note(estimate(plan, model.get()));
    }

    private static Validation files(Validation before, TuningPlan plan) {
        Map<String, Path> needed = new TreeMap<>(Map.of("data", plan.rows().data()));
        plan.rows().evalData().ifPresent(file -> needed.put("eval_data", file));
        plan.reference().ifPresent(folder -> needed.put("reference_model", Path.of(folder).resolve("config.json")));
        if (!plan.model().equals(ModelFolder.EMBEDDED)) {
            needed.put("model", Path.of(plan.model()).resolve("config.json"));
        }
        Validation v = before;
        for (Map.Entry<String, Path> file : needed.entrySet()) {
            v = Files.exists(file.getValue()) ? v : v.note("there is no file " + file.getValue() + " yet (" + file.getKey() + "); the run will need it");
        }
        return v;
    }

    private static Validation method(Validation v, TuningPlan plan) {
        try {
            Needs needs = plan.objective().needs();
            return plan.form().problem(plan.method(), needs).map(problem -> v.problem("objective", problem)).orElse(v);
        } catch (IllegalArgumentException e) {
            return v.problem("objective", e.getMessage());
        }
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
