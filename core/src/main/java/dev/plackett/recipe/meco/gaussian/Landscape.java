package dev.plackett.recipe.meco.gaussian;

import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * G1: the losses themselves, without sampling (specification 5.2): how long the way from the noise to the data is.
 *
 * @param config which distances
 */
public record Landscape(GaussianConfig config) implements Experiment {

    static final String SERIES = "meco/landscape";
    static final String CURVES = "meco/landscape_curve";
    private static final int POINTS = 40;

    @Override
    public String name() {
        return "G1";
    }

    @Override
    public String title() {
        return "The landscape, without sampling";
    }

    /** Nothing is random. */
    @Override
    public List<Long> seeds(List<Long> configured) {
        return configured.subList(0, 1);
    }

    @Override
    public int seedsWanted() {
        return 1;
    }

    private record Job(double distance, PopulationDescent method) {}

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        context.stage(name() + ": exact descents", 8, ContentHash.none(), stage -> {
            List<Job> jobs = new ArrayList<>();
            config.distances().forEach(r -> List.of(PopulationDescent.values()).forEach(m -> jobs.add(new Job(r, m))));
            List<double[]> paths = jobs.parallelStream().map(j -> {
                stage.stop().check();
                return j.method.path(Population.of(j.distance), config.patience());
            }).toList();
            double farthest = config.distances().stream().mapToDouble(r -> r).max().orElseThrow();
            for (int i = 0; i < jobs.size(); i++) {
                Job job = jobs.get(i);
                double[] path = paths.get(i);
                double end = path[path.length - 1];
                boolean arrived = Math.abs(end - job.distance) <= PopulationDescent.NEAR;
                Map<String, Double> row = new LinkedHashMap<>();
                row.put("arrived", arrived ? 1.0 : 0);
                row.put("steps", arrived ? path.length - 1.0 : Double.NaN);
                row.put("theta", end);
                row.put("condition", job.method.condition(Population.of(job.distance)));
                context.listener().metrics(SERIES, labels(job), row);
                if (job.distance == farthest) {
                    curves(context, job, path);
                }
            }
        });
    }

    private static Map<String, Object> labels(Job job) {
        return new LinkedHashMap<>(Map.of("distance", job.distance, "method", job.method.title()));
    }

    /** The loss between noise and data, and the way over the steps. */
    private static void curves(RunContext context, Job job, double[] path) {
        Population population = Population.of(job.distance);
        double first = job.method.loss(population, 0);
        double least = job.method.loss(population, job.distance);
        for (int i = 0; i <= POINTS; i++) {
            double theta = job.distance * i / POINTS;
            context.listener().metrics(CURVES, labels(job), Map.of("theta", theta, "loss", (job.method.loss(population,
                theta) - least) / (first - least)));
        }
        for (double t = 1; t < path.length; t = Math.max(t + 1, t * 1.25)) {
            context.listener().metrics(CURVES, labels(job), Map.of("log10_step", Math.log10(t), "log10_error",
                Math.log10(Math.abs(path[(int) t] - job.distance))));
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new LandscapeFindings(config, metrics.series(SERIES), metrics.series(CURVES)).findings();
    }
}
