package dev.plackett.recipe.sppo;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * SPPO (Wu et al. 2024): a language model gets better by playing against itself. Per seed and arm, for each round: sample K answers, let the judge compare
 * all pairs, regress log-ratios onto win rates, and go on from the result. Beside it the same loop with other losses on the same kind of pairs.
 *
 * <p>Where paper and released code differ, the defaults follow SPPO specification 2.9: win probabilities of the paper (averaged over both orders, cycles
 * kept), its sampling at temperature 1, and the released ½-mean of squares.
 */
public final class SppoRun implements RecipeKind<SppoConfig> {

    @Override
    public String name() {
        return "sppo";
    }

    @Override
    public Class<SppoConfig> config() {
        return SppoConfig.class;
    }

    @Override
    public String purpose() {
        return "Self-play preference optimisation: sample, judge all pairs, train on win rates, round after round.";
    }

    @Override
    public Validation validate(SppoConfig config) {
        return SppoValidation.of(config);
    }

    @Override
    public Map<String, Path> inputs(SppoConfig config) {
        Map<String, Path> inputs = new TreeMap<>();
        inputs.put("model", Path.of(config.model()));
        inputs.put("prompts", Path.of(config.prompts()));
        inputs.put("judge", Path.of(config.judge()));
        inputs.put("held_out_judge", Path.of(config.heldOutJudge()));
        config.judgeOptions().forEach((key, value) -> inputs.put("judge_options." + key, Path.of(value.toString())));
        config.heldOutJudgeOptions().forEach((key, value) -> inputs.put("held_out_judge_options." + key, Path.of(value.toString())));
        inputs.values().removeIf(path -> !Files.exists(path));
        return inputs;
    }

    @Override
    public Conclusion run(SppoConfig config, RunContext context) throws Exception {
        try (Inputs inputs = Inputs.open(config, context.folder().path().resolve("inputs"))) {
            context.folder().provenance("compute", inputs.compute().toString());
            for (long seed : config.seeds()) {
                new SeedRun(config, inputs, context, seed).run();
            }
        }
        SppoFindings findings = SppoFindings.of(config, context.folder().metrics());
        String last = StageNames.of(config.seeds().get(0), config.arms().get(0).name(), config.rounds(), "train");
        return new Conclusion(SppoReport.of(config, context.folder(), findings), findings.claims(), config.seeds())
            .result("model", context.folder().result(last).orElseThrow().resolve("model"));
    }
}
