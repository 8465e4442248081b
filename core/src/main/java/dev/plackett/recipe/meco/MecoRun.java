package dev.plackett.recipe.meco;

import dev.plackett.recipe.Conclusion;
import dev.plackett.recipe.RecipeKind;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.recipe.experiment.Experiments;
import dev.plackett.recipe.meco.gaussian.Landscape;
import dev.plackett.recipe.meco.gaussian.NoiseMatters;
import dev.plackett.recipe.meco.gaussian.Rate;
import dev.plackett.recipe.meco.gaussian.SmallBatches;
import dev.plackett.recipe.meco.gaussian.StochasticRuns;
import dev.plackett.recipe.meco.images.ImagePriors;
import dev.plackett.recipe.meco.outside.OutsideDetection;
import dev.plackett.recipe.meco.planar.DensityChasm;
import dev.plackett.recipe.meco.planar.PlanarDensities;
import dev.plackett.report.html.Report;
import java.util.List;

/** Maximum likelihood of unnormalised models by compositional optimisation, beside its rivals (MECO specification 6). */
public final class MecoRun implements RecipeKind<MecoConfig> {

    /** All there are, in the order of the report. To add one, add it here. */
    private static Experiments experiments(MecoConfig config) {
        return new Experiments("meco", List.of(new SmallBatches(config.gaussian()), new Landscape(config.gaussian()),
            new StochasticRuns(config.gaussian()), new NoiseMatters(config.gaussian()), new Rate(config.gaussian()),
            new PlanarDensities(config.planar()), new DensityChasm(config.planar()), new OutsideDetection(config.outside()),
            new ImagePriors(config.images())), config.experiments());
    }

    @Override
    public String name() {
        return "meco";
    }

    @Override
    public Class<MecoConfig> config() {
        return MecoConfig.class;
    }

    @Override
    public String purpose() {
        return "Unnormalised models by maximum likelihood, with their normalising constant estimated as they learn (MECO).";
    }

    @Override
    public Validation validate(MecoConfig config) {
        Validation found = experiments(config).validate(Validation.ok());
        found = config.gaussian().distances().isEmpty() ? found.problem("gaussian.distances", "expected at least one") : found;
        return config.seeds().isEmpty() ? found.problem("seeds", "expected at least one") : found;
    }

    @Override
    public Conclusion run(MecoConfig config, RunContext context) throws Exception {
        return experiments(config).run(context, config.seeds(), Report.titled("Unnormalised models",
            "Maximum likelihood without the normalising constant (MECO), beside its rivals. All numbers are measured here; the paper's tables were "
                + "not at hand"));
    }
}
