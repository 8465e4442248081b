package dev.plackett.recipe.sppo;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.report.ContentHash;
import java.util.Map;

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
    public Conclusion run(SppoConfig config, RunContext context) throws Exception {
        try (Inputs inputs = Inputs.open(config, context.folder().path().resolve("inputs"))) {
            context.folder().provenance("model", new ContentHash(Map.of()).path("model", inputs.base()).digest());
            for (long seed : config.seeds()) {
                new SeedRun(config, inputs, context, seed).run();
            }
        }
        SppoFindings findings = SppoFindings.of(config, context.folder().metrics());
        return new Conclusion(SppoReport.of(config, context.folder(), findings), findings.claims(), config.seeds());
    }
}
