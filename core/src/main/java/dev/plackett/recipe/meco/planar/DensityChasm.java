package dev.plackett.recipe.meco.planar;

import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.Workers;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.JobResult;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.Stage;
import dev.plackett.report.html.Block;
import dev.plackett.tensor.Seeds;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * P2: the density chasm. The noise is moved away from the data, so that few of its draws fall where they are; the network is bounded, without which nothing that
 * estimates Z by importance weights survives (MECO specification 6.2).
 *
 * @param config what is trained and how
 */
public record DensityChasm(PlanarConfig config) implements Experiment {

    static final String SET = "8gaussians";
    private static final String SERIES = "meco/chasm";
    private static final double JOB_SECONDS = 5;

    @Override
    public String name() {
        return "P2";
    }

    @Override
    public String title() {
        return "Noise that hardly meets the data";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return configured.subList(0, Math.min(config.chasmSeeds(), configured.size()));
    }

    private List<Fit> methods() {
        return List.of(Fit.nce(), Fit.meco(config.gamma()), Fit.snis());
    }

    private String stage(List<Long> seeds) {
        return name() + ", " + seeds.size() + " seeds: noise moved by " + config.shift();
    }

    /** One stage for all seeds: their trainings fill the workers evenly. */
    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        double budget = JOB_SECONDS / 2 * methods().size() * seeds.size() * config.steps() / 2500;
        context.stage(stage(seeds), budget, ContentHash.none(), stage -> learn(seeds, stage, context));
    }

    private void learn(List<Long> all, Stage stage, RunContext context) throws Exception {
        EnergyPlan plan = EnergyPlan.of(Mlp.energy(Features.waves(2), config.widths().toArray(Integer[]::new))).bounded(config.bound());
        List<PlanarJob> jobs = new ArrayList<>();
        for (long seed : all) {
            Seeds seeds = Seeds.of(seed).at("chasm");
            PlanarData data = PlanarData.of(SET, config.points(), seeds);
            for (Fit fit : methods()) {
                jobs.add(new PlanarJob(fit.name() + "-" + seed, Map.of("seed", seed, "method", fit.name()), data, data.fitted().moved(config.shift(), 0), plan,
                    fit, config.chasmRate(), config.steps(), seed == all.get(0), config, seeds));
            }
            if (seed == all.get(0)) {
                Files.write(stage.file("data.png"), PlanarPicture.ofPoints(data.test()));
            }
        }
        List<JobResult> results = Workers.run(jobs.stream().map(j -> j.in(stage)).toList(), stage(all), (long) jobs.size() * config.steps(), "updates",
            context.listener(), stage.stop());
        for (int i = 0; i < jobs.size(); i++) {
            context.listener().metrics(SERIES, jobs.get(i).labels(), results.get(i).values());
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new ChasmFindings(config, metrics.series(SERIES), methods().stream().map(Fit::name).toList()).findings();
    }

    @Override
    public List<Block> pictures(RunFolder folder, List<Long> seeds) {
        return List.of(PlanarSheets.of(folder.result(stage(seeds)).orElseThrow(), SET, methods().stream().map(f -> f.name() + "-" + seeds.get(0)).toList(),
            methods().stream().map(Fit::name).toList()));
    }
}
