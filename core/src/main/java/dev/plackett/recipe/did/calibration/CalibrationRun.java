package dev.plackett.recipe.did.calibration;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.recipe.experiment.Experiments;
import dev.plackett.report.html.Report;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the estimators of DID entropy (DID specification 3) are worth: bias and coverage against exact values, by samples and by the size of the space. */
public final class CalibrationRun implements RecipeKind<CalibrationConfig> {

    @Override
    public String name() {
        return "did-calibration";
    }

    @Override
    public Class<CalibrationConfig> config() {
        return CalibrationConfig.class;
    }

    @Override
    public String purpose() {
        return "Bias and coverage of the estimators of DID entropy against exact values, by samples and by the size of the space.";
    }

    @Override
    public Validation validate(CalibrationConfig config) {
        Validation found = Validation.ok();
        Map<String, List<? extends Number>> lists = new LinkedHashMap<>();
        lists.put("seeds", config.seeds());
        lists.put("sizes", config.sizes());
        lists.put("spreads", config.spreads());
        lists.put("samples", config.samples());
        for (Map.Entry<String, List<? extends Number>> list : lists.entrySet()) {
            List<? extends Number> values = list.getValue();
            found = values.isEmpty() || !values.stream().sorted().distinct().toList().equals(values)
                ? found.problem(list.getKey(), "expected ascending numbers, at least one") : found;
        }
        return found;
    }

    @Override
    public Conclusion run(CalibrationConfig config, RunContext context) throws Exception {
        return new Experiments("did", List.of(new EstimatorTable(config)), List.of()).run(context, config.seeds(), Report.titled("The estimators of DID entropy",
            "Against exact values, on policies small enough to enumerate"));
    }
}
