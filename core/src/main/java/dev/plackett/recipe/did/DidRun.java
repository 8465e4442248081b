package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.recipe.did.real.RealPairs;
import dev.plackett.recipe.experiment.Experiments;
import dev.plackett.report.html.Report;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The experiments on differential information (DID specification 7), one after the other. */
public final class DidRun implements RecipeKind<DidConfig> {

    /** All there are, in the order of the report. To add one, add it here. */
    private static Experiments experiments(DidConfig config) {
        DidConfig.Tabular tabular = config.tabular();
        ToyStages toy = new ToyStages(config.toy());
        return new Experiments("did", List.of(new ObjectivesEnd(tabular), new SampleSizes(tabular), new RejectedPolicies(tabular),
            new PowerLaws(tabular), new Displacement(toy), new EntropyAtEqualKl(toy), new EntropyEstimation(toy), new Traps(tabular),
            new ForecastBeforeTraining(toy), new RealPairs(config.real()), new CounterExamples()), config.experiments());
    }

    @Override
    public String name() {
        return "did";
    }

    @Override
    public Class<DidConfig> config() {
        return DidConfig.class;
    }

    @Override
    public String purpose() {
        return "What preference data teach: the claims about differential information, measured.";
    }

    @Override
    public Validation validate(DidConfig config) {
        Validation found = experiments(config).validate(Validation.ok());
        if (config.experiments().contains(PowerLaws.NAME) && !config.experiments().contains(ObjectivesEnd.NAME)) {
            found = found.problem("experiments", PowerLaws.NAME + " reads what " + ObjectivesEnd.NAME + " trained; ask for both");
        }
        return lists(config, objectives(config.tabular(), found));
    }

    private static Validation lists(DidConfig config, Validation found) {
        Validation out = config.seeds().isEmpty() ? found.problem("seeds", "expected at least one") : found;
        List<Integer> pairs = config.tabular().pairs();
        out = pairs.isEmpty() || !pairs.stream().sorted().distinct().toList().equals(pairs)
            ? out.problem("tabular.pairs", "expected ascending numbers, at least one") : out;
        List<Integer> samples = config.toy().samples();
        out = samples.isEmpty() || !samples.stream().sorted().distinct().toList().equals(samples)
            ? out.problem("toy.samples", "expected ascending numbers, at least one") : out;
        return config.tabular().betas().isEmpty() ? out.problem("tabular.betas", "expected at least one") : out;
    }

    /** The user's objectives must have a form on a table and a name of their own. */
    private static Validation objectives(DidConfig.Tabular tabular, Validation found) {
        Validation out = found;
        Space space = Space.of(0, 4);
        Set<String> taken = Method.all(new DidConfig.Tabular(tabular.vocabulary(), tabular.beta(), tabular.steps(), tabular.learningRate(),
            tabular.pairs(), tabular.betas(), List.of())).stream().map(Method::name).collect(Collectors.toSet());
        for (int i = 0; i < tabular.objectives().size(); i++) {
            DidConfig.Own own = tabular.objectives().get(i);
            String key = "tabular.objectives[" + i + "]";
            if (!taken.add(own.name())) {
                out = out.problem(key + ".name", "'" + own.name() + "' is taken");
            }
            try {
                TabularLoss.of(own.objective(), space.pairs(1), space.reference());
            } catch (IllegalArgumentException e) {
                out = out.problem(key, e.getMessage());
            }
        }
        return out;
    }

    @Override
    public Conclusion run(DidConfig config, RunContext context) throws Exception {
        return experiments(config).run(context, config.seeds(), Report.titled("Differential information",
            "What preference data teach, on policies small enough to know everything about them and on real pairs."));
    }
}
