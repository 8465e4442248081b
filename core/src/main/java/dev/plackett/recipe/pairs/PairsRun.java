package dev.plackett.recipe.pairs;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes preference pairs whose rejected answers follow the closed form of differential information (Won et al. 2025, arXiv 2505.23761;
 * {@link dev.plackett.evaluate.did.ClosedForm}), so that DPO on them has the named target as its optimum. The recipe is ours.
 */
public final class PairsRun implements RecipeKind<PairsConfig> {

    @Override
    public String name() {
        return "pairs";
    }

    @Override
    public Class<PairsConfig> config() {
        return PairsConfig.class;
    }

    @Override
    public String purpose() {
        return "Make preference pairs with which DPO ends at a target: rejected answers by the closed form, from rewards or a target model.";
    }

    @Override
    public Validation validate(PairsConfig config) {
        return PairsValidation.of(config);
    }

    @Override
    public Map<String, Path> inputs(PairsConfig config) {
        Map<String, Path> inputs = new TreeMap<>();
        inputs.put("data", config.data());
        inputs.put("reference", Path.of(config.reference()));
        config.target().ifPresent(target -> inputs.put("target", Path.of(target)));
        config.judge().ifPresent(judge -> inputs.put("judge", Path.of(judge)));
        config.judgeOptions().forEach((key, value) -> inputs.put("judge_options." + key, Path.of(value.toString())));
        inputs.values().removeIf(path -> !Files.exists(path));
        return inputs;
    }

    @Override
    public Conclusion run(PairsConfig config, RunContext context) throws Exception {
        return Making.run(config, context);
    }
}
