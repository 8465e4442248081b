package dev.plackett.recipe.meco.gaussian;

import dev.plackett.evaluate.Estimate;
import dev.plackett.objective.energy.Meco;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Schedule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * G5: the rate (specification 2.6, 5.7 and 6.1 e). The likelihood has a Polyak–Łojasiewicz constant of 1 here; with step sizes that halve in stages of double
 * length the squared error should fall like 1/T, where a constant step size stops at its floor.
 *
 * @param config how many repetitions
 */
public record Rate(GaussianConfig config) implements Experiment {

    private static final String SERIES = "meco/rate";
    private static final Normal DATA = Normal.of(16, 1);
    private static final Normal NOISE = Normal.of(0, 16);
    private static final double FIRST = 0.3;
    private static final int LENGTH = 30;
    private static final int STAGES = 6;
    private static final int ROWS = 128;

    @Override
    public String name() {
        return "G5";
    }

    @Override
    public String title() {
        return "The rate";
    }

    /** A seed is a repetition. */
    @Override
    public List<Long> seeds(List<Long> configured) {
        return LongStream.range(configured.get(0), configured.get(0) + config.noiseRuns()).boxed().toList();
    }

    @Override
    public int seedsWanted() {
        return 100;
    }

    /** Updates in the first s stages. */
    private static int end(int stages) {
        return LENGTH * ((1 << stages) - 1);
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        context.stage(name() + ": halving step sizes", 5, ContentHash.none(), stage -> {
            Draws[] draws = Paths.draws(config.noiseRuns(), end(STAGES), ROWS, ROWS, Seeds.of(seeds.get(0)).at(name()));
            Map<String, Schedule> schedules = new LinkedHashMap<>();
            schedules.put("halving", Schedule.stages(FIRST, LENGTH));
            schedules.put("constant", step -> FIRST);
            schedules.forEach((schedule, rate) -> {
                stage.stop().check();
                Descent descent = Descent.likelihood(Family.SHIFT, DATA, NOISE, Meco.of(StochasticMethod.GAMMA), rate);
                Paths paths = Paths.of(draws.length, r -> descent.run(draws[r], 0));
                for (int s = 1; s <= STAGES; s++) {
                    context.listener().metrics(SERIES, new LinkedHashMap<>(Map.of("schedule", schedule, "step", end(s))),
                        Map.of("rmse", paths.rmse(end(s), DATA.mean())));
                }
            });
        });
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        MetricTable rows = metrics.series(SERIES);
        LineChart chart = LineChart.of("Squared error at the ends of the stages", "log10 of steps", "log10 of the mean squared error");
        for (String schedule : rows.labels("schedule")) {
            chart = chart.line(schedule + " step size", log(rows.where("schedule", schedule).column("step"), 1), log(rows.where("schedule",
                schedule).column("rmse"), 2));
        }
        MetricTable halving = rows.where("schedule", "halving");
        double[] x = log(halving.column("step"), 1);
        double[] y = log(halving.column("rmse"), 2);
        double slope = slope(Arrays.copyOfRange(x, 1, STAGES), Arrays.copyOfRange(y, 1, STAGES));
        return Findings.none().block(new Paragraph("MECO in shift form from θ = 0 under noise " + NOISE.title() + ", step size 0.3 for 30 updates, "
            + "half of it for twice as many, and so on. The theory gives T = O(1/ε) updates for a squared error of ε: a slope of −1.")).block(chart)
            .claim(Claim.below("", "with halving step sizes the squared error falls like 1/T: distance of the slope over the last five stages ("
                + String.format(
                Locale.ROOT, "%.2f", slope) + ") from the middle of −1.15 and −0.75", Math.abs(slope + 0.95), null, 0.2,
                "least-squares slope of log rmse² on log step, rows series=" + SERIES + ", schedule=halving, the last five"));
    }

    private static double[] log(double[] values, int power) {
        return Arrays.stream(values).map(v -> power * Math.log10(v)).toArray();
    }

    private static double slope(double[] x, double[] y) {
        double mx = Estimate.of(x).mean();
        double my = Estimate.of(y).mean();
        double xy = 0;
        double xx = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
        }
        return xy / xx;
    }
}
