package dev.plackett.recipe.tuning;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import java.nio.file.Path;
import java.util.Map;

/**
 * Trains a model on a user's preference pairs, with DPO (Rafailov et al. 2023) or any other objective on pairs, a user's own among them. Names of
 * settings and metrics are TRL's. The reference policy is computed once; training goes on from its last checkpoint bit for bit.
 */
public final class PreferenceRun implements RecipeKind<PreferenceConfig> {

    @Override
    public String name() {
        return "preference";
    }

    @Override
    public Class<PreferenceConfig> config() {
        return PreferenceConfig.class;
    }

    @Override
    public String purpose() {
        return "Train a model on preference pairs from a file, with DPO or any other objective on pairs.";
    }

    @Override
    public Validation validate(PreferenceConfig config) {
        return TuningValidation.of(config.plan());
    }

    @Override
    public Map<String, Path> inputs(PreferenceConfig config) {
        return config.plan().inputs();
    }

    @Override
    public Conclusion run(PreferenceConfig config, RunContext context) throws Exception {
        return Tuning.run(config.plan(), context);
    }
}
