package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.io.Nearest;
import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.recipe.did.real.RealPairs;
import dev.plackett.report.Claim;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Block;
import dev.plackett.report.html.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The experiments on differential information (DID specification 7), one after the other. */
public final class DidRun implements RecipeKind<DidConfig> {

    /** All there are, in the order of the report. To add one, add it here. */
    private static List<Experiment> experiments(DidConfig config) {
        DidConfig.Tabular tabular = config.tabular();
        ToyStages toy = new ToyStages(config.toy());
        return List.of(new ObjectivesEnd(tabular), new SampleSizes(tabular), new RejectedPolicies(tabular), new PowerLaws(tabular),
            new Traps(tabular), new Displacement(toy), new EntropyAtEqualKl(toy), new EntropyEstimation(toy), new ForecastBeforeTraining(toy),
            new RealPairs(config.real()), new CounterExamples());
    }

    private static List<Experiment> chosen(DidConfig config) {
        return experiments(config).stream().filter(e -> config.experiments().isEmpty() || config.experiments().contains(e.name())).toList();
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
        Validation found = Validation.ok();
        List<String> names = experiments(config).stream().map(Experiment::name).toList();
        for (int i = 0; i < config.experiments().size(); i++) {
            String name = config.experiments().get(i);
            if (!names.contains(name)) {
                found = found.problem("experiments[" + i + "]", "there is no experiment '" + name + "'" + Nearest.suggestion(name, names));
            }
        }
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
        List<Experiment> experiments = chosen(config);
        for (Experiment experiment : experiments) {
            experiment.run(context, experiment.seeds(config.seeds()));
        }
        MetricTable metrics = context.folder().metrics();
        Report report = Report.titled("Differential information",
            "What preference data teach, on policies small enough to know everything about them");
        List<Claim> claims = new ArrayList<>();
        for (Experiment experiment : experiments) {
            List<Long> seeds = experiment.seeds(config.seeds());
            Findings findings = experiment.findings(metrics, seeds).of(experiment, seeds.size());
            claims.addAll(findings.claims());
            report = report.section(experiment.name() + ": " + experiment.title());
            for (Block block : findings.blocks()) {
                report = report.add(block);
            }
        }
        return new Conclusion(report, claims, config.seeds());
    }
}
