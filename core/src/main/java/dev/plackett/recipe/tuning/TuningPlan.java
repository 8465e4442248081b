package dev.plackett.recipe.tuning;

import dev.plackett.data.Column;
import dev.plackett.objective.ChosenOnly;
import dev.plackett.objective.Objective;
import dev.plackett.objective.ObjectiveProvider;
import dev.plackett.recipe.LengthLimit;
import dev.plackett.recipe.ModelFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * A training on a user's file, whatever its objective.
 *
 * @param kind      the recipe's kind, for titles
 * @param forms     what one unit can be; the first is the usual one
 * @param model     'embedded' or a folder
 * @param reference the reference policy's folder; without one the model as it is before training
 * @param rows      where the rows come from
 * @param limit     how long they may be
 * @param method    name of the objective
 * @param options   its options
 * @param training  how it trains
 * @param watched   what is followed beside the loss
 * @param seed      root of all draws
 */
record TuningPlan(String kind, List<Form> forms, String model, Optional<String> reference, RowSource rows, LengthLimit limit, String method,
                  Map<String, Object> options, Training training, Watched watched, long seed) {

    /**
     * The objective; on pairs one of single sequences is that of the chosen answers.
     *
     * @throws IllegalArgumentException naming an unknown objective or option
     */
    Objective objective() {
        Objective named = Objective.named(method, options);
        return forms.get(0) == Form.PAIR ? ChosenOnly.onPairs(named) : named;
    }

    /** DPO's β, where the objective has one of that meaning. */
    OptionalDouble beta() {
        return ObjectiveProvider.named(method).beta(options);
    }

    /** What one unit is: what the objective looks at, or the usual one where that is impossible. */
    Form form() {
        return forms.stream().filter(f -> f.of(objective().needs())).findFirst().orElse(forms.get(0));
    }

    /** Whether it reads log-likelihoods of a reference policy. */
    boolean referenced() {
        return objective().needs().columns().contains(Column.REFERENCE);
    }

    /** Files and folders of the user's that are there. */
    Map<String, Path> inputs() {
        Map<String, Path> inputs = new TreeMap<>(Map.of("data", rows.data()));
        rows.evalData().ifPresent(file -> inputs.put("eval_data", file));
        reference.ifPresent(folder -> inputs.put("reference_model", Path.of(folder)));
        if (!model.equals(ModelFolder.EMBEDDED)) {
            inputs.put("model", Path.of(model));
        }
        inputs.values().removeIf(path -> !Files.exists(path));
        return inputs;
    }
}
