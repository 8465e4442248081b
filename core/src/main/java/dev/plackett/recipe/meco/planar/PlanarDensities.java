package dev.plackett.recipe.meco.planar;

import dev.plackett.io.Nearest;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.Validation;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.Workers;
import dev.plackett.recipe.meco.tilt.DenoisingScores;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.JobResult;
import dev.plackett.recipe.meco.tilt.PersistentChains;
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
 * P1: densities on the plane, learnt by all methods with the same network, noise and data (MECO specification 6.2), with equal numbers of updates and, where
 * an update takes longer, in equal time.
 *
 * @param config what is trained and how
 */
public record PlanarDensities(PlanarConfig config) implements Experiment {

    private static final String SERIES = "meco/planar";
    private static final int CHAINS = 10_000;
    private static final double ANEW = 0.05;
    /** Seconds that a training of 2,500 updates with its measurement takes on one thread. */
    private static final double JOB_SECONDS = 5;

    @Override
    public String name() {
        return "P1";
    }

    @Override
    public String title() {
        return "Densities on the plane";
    }

    @Override
    public int seedsWanted() {
        return 3;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return configured.subList(0, Math.min(config.seeds(), configured.size()));
    }

    /** Those that were asked for. */
    List<Fit> methods() {
        return all().stream().filter(fit -> config.methods().isEmpty() || config.methods().contains(fit.name())).toList();
    }

    /** All methods, in the order of the tables. */
    private List<Fit> all() {
        List<Fit> all = new ArrayList<>(List.of(Fit.nce(), Fit.ence(), Fit.meco(config.gamma()), Fit.mecoCentred(config.gamma()), Fit.snis(), Fit.snl(),
            new PersistentChains(config.langevinCost(), config.langevinSteps(), config.langevinStep(), CHAINS, ANEW),
            new DenoisingScores(config.denoisingCost(), config.sigma())));
        config.objectives().forEach(own -> all.add(Fit.of(own.name(), own.objective())));
        return all;
    }

    /** Names of methods that there are not, as problems of the key {@code planar.methods}. */
    public Validation validate(Validation found) {
        Validation out = found;
        List<String> names = all().stream().map(Fit::name).toList();
        for (int i = 0; i < config.methods().size(); i++) {
            if (!names.contains(config.methods().get(i))) {
                out = out.problem("planar.methods[" + i + "]", "there is no method '" + config.methods().get(i) + "'"
                    + Nearest.suggestion(config.methods().get(i), names));
            }
        }
        return out;
    }

    /** Those that learn a set. */
    List<Fit> methods(String set) {
        List<String> few = List.of(Fit.nce().name(), Fit.meco(config.gamma()).name());
        return methods().stream().filter(fit -> config.everywhere() || set.equals(config.sets().get(0)) || few.contains(fit.name())).toList();
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            for (String set : config.sets()) {
                double budget = JOB_SECONDS / 2 * methods(set).size() * config.rates().size() * config.steps() / 2500;
                context.stage(stage(seed, set), budget, ContentHash.none(), stage -> learn(seed, set, stage, context));
            }
        }
    }

    private String stage(long seed, String set) {
        return name() + ", seed " + seed + ": " + set;
    }

    private static String job(Fit fit, double rate, Equal equal) {
        return fit.name() + "-" + rate + "-" + equal.label();
    }

    private void learn(long seed, String set, Stage stage, RunContext context) throws Exception {
        Seeds seeds = Seeds.of(seed).at("planar").at(set);
        PlanarData data = PlanarData.of(set, config.points(), seeds);
        EnergyPlan plan = EnergyPlan.of(Mlp.energy(Features.waves(2), config.widths().toArray(Integer[]::new)));
        List<PlanarJob> jobs = new ArrayList<>();
        for (Fit fit : methods(set)) {
            for (double rate : config.rates()) {
                for (Equal equal : Equal.of(fit, config.equalBatches())) {
                    jobs.add(new PlanarJob(job(fit, rate, equal), Map.of("seed", seed, "set", set, "method", fit.name(), "rate", rate, "equal", equal.label()),
                        data, data.fitted(), plan, fit, rate, equal.steps(config.steps(), fit), true, config, seeds));
                }
            }
        }
        Files.write(stage.file("data.png"), PlanarPicture.ofPoints(data.test()));
        List<JobResult> results = Workers.run(jobs.stream().map(j -> j.in(stage)).toList(), stage(seed, set),
            jobs.stream().mapToLong(PlanarJob::steps).sum(), "updates", context.listener(), stage.stop());
        for (int i = 0; i < jobs.size(); i++) {
            context.listener().metrics(SERIES, jobs.get(i).labels(), results.get(i).values());
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new PlanarFindings(this, metrics.series(SERIES), seeds).findings();
    }

    @Override
    public List<Block> pictures(RunFolder folder, List<Long> seeds) {
        PlanarFindings findings = new PlanarFindings(this, folder.metrics().series(SERIES), seeds);
        List<Block> out = new ArrayList<>();
        for (String set : config.sets()) {
            List<String> jobs = methods(set).stream().map(fit -> job(fit, findings.rate(set, fit), Equal.time(fit))).toList();
            out.add(PlanarSheets.of(folder.result(stage(seeds.get(0), set)).orElseThrow(), set, jobs, methods(set).stream().map(Fit::name).toList()));
        }
        return out;
    }
}
