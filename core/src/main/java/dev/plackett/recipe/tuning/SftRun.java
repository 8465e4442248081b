package dev.plackett.recipe.tuning;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import java.nio.file.Path;
import java.util.Map;

/** Supervised fine-tuning on a user's file: completions after their prompts, or whole texts and conversations. */
public final class SftRun implements RecipeKind<SftConfig> {

    @Override
    public String name() {
        return "sft";
    }

    @Override
    public Class<SftConfig> config() {
        return SftConfig.class;
    }

    @Override
    public String purpose() {
        return "Supervised fine-tuning on a file of prompts and completions, texts or conversations.";
    }

    @Override
    public Validation validate(SftConfig config) {
        return TuningValidation.of(config.plan());
    }

    @Override
    public Map<String, Path> inputs(SftConfig config) {
        return config.plan().inputs();
    }

    @Override
    public Conclusion run(SftConfig config, RunContext context) throws Exception {
        return Tuning.run(config.plan(), context);
    }
}
