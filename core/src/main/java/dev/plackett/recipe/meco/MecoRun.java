package dev.plackett.recipe.meco;

import dev.plackett.data.points.PlanarSet;
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
import dev.plackett.recipe.meco.own.OwnConfig;
import dev.plackett.recipe.meco.own.OwnDensity;
import dev.plackett.recipe.meco.planar.DensityChasm;
import dev.plackett.recipe.meco.planar.PlanarConfig;
import dev.plackett.recipe.meco.planar.PlanarDensities;
import dev.plackett.report.html.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

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
        found = config.seeds().isEmpty() ? found.problem("seeds", "expected at least one") : found;
        found = planar(config.planar(), found);
        return config.data().isPresent() ? own(config, found) : found;
    }

    private static Validation planar(PlanarConfig planar, Validation found) {
        Validation out = planar.sets().isEmpty() ? found.problem("planar.sets", "expected at least one") : found;
        out = planar.rates().isEmpty() ? out.problem("planar.rates", "expected at least one") : out;
        for (int i = 0; i < planar.sets().size(); i++) {
            out = checked("planar.sets[" + i + "]", planar.sets().get(i), PlanarSet::named, out);
        }
        for (int i = 0; i < planar.objectives().size(); i++) {
            out = checked("planar.objectives[" + i + "]", planar.objectives().get(i), PlanarConfig.Own::objective, out);
        }
        return planar.sets().isEmpty() || !out.problems().isEmpty() ? out : new PlanarDensities(planar).validate(out);
    }

    private static Validation own(MecoConfig config, Validation found) {
        Path data = config.data().orElseThrow();
        Validation out = checked("own", config.own(), OwnConfig::loss, found);
        return Files.exists(data) ? out : out.note("there is no " + data + " yet (data); the run will need it");
    }

    private static <T> Validation checked(String key, T value, Function<T, ?> use, Validation found) {
        try {
            use.apply(value);
            return found;
        } catch (IllegalArgumentException e) {
            return found.problem(key, e.getMessage());
        }
    }

    @Override
    public Map<String, Path> inputs(MecoConfig config) {
        return config.data().map(data -> Map.of("data", data)).orElse(Map.of());
    }

    @Override
    public Conclusion run(MecoConfig config, RunContext context) throws Exception {
        if (config.data().isPresent()) {
            return new OwnDensity(config.own(), config.data().get(), config.seeds().get(0)).run(context);
        }
        return experiments(config).run(context, config.seeds(), Report.titled("Unnormalised models",
            "Maximum likelihood without the normalising constant (MECO), beside its rivals. All numbers are measured here; the paper's tables were "
                + "not at hand"));
    }
}
