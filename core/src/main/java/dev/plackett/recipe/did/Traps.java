package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.ClosedForm;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.PairMatrix;
import dev.plackett.evaluate.did.TabularLoss;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.SeedValues;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * R8: what looks harmless and moves the target: deleting pairs whose chosen response is the worse one, flipped labels, another β than the data's.
 *
 * @param config what is trained and how
 */
record Traps(DidConfig.Tabular config) implements Experiment {

    private static final String SERIES = "did/traps";
    private static final String DELETED = "wrong-order pairs deleted";
    private static final String FLIPPED = "a tenth of the labels flipped";
    private static final String SMOOTHED = "label smoothing 0.1";
    private static final String HALF = "half beta";
    private static final String DOUBLE = "double beta";
    private static final List<String> ALL = List.of(DELETED, FLIPPED, SMOOTHED, HALF, DOUBLE);

    @Override
    public String name() {
        return "R8";
    }

    @Override
    public String title() {
        return "Three traps";
    }

    @Override
    public int seedsWanted() {
        return 5;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (long seed : seeds) {
            String name = name() + ", seed " + seed + ": traps";
            context.stage(name, 4, ContentHash.none(), stage -> train(name, seed, stage, context));
        }
    }

    private void train(String stageName, long seed, Stage stage, RunContext context) {
        Space space = Space.of(seed, config.vocabulary());
        double beta = config.beta();
        PairMatrix pairs = space.pairs(beta);
        FinitePolicy reference = space.reference();
        List<Fitting.Job> jobs = List.of(
            new Fitting.Job(DELETED, loss(beta, 0, pairs.rightOrderOnly(space.target().logRatio(reference)), reference), reference, false),
            Fitting.Job.of(FLIPPED, loss(beta, 0, pairs.flipped(0.1), reference), reference),
            Fitting.Job.of(SMOOTHED, loss(beta, 0.1, pairs, reference), reference),
            Fitting.Job.of(HALF, loss(beta / 2, 0, pairs, reference), reference),
            Fitting.Job.of(DOUBLE, loss(2 * beta, 0, pairs, reference), reference));
        List<List<Fitting.Point>> curves = Fitting.of(config).train(jobs, stageName, stage.stop(), context.listener());
        for (int i = 0; i < ALL.size(); i++) {
            for (Fitting.Point point : curves.get(i)) {
                emit(seed, ALL.get(i), point.step(), Map.of("js", point.policy().jensenShannon(space.target())), context);
            }
        }
        List<FinitePolicy> ends = curves.stream().map(c -> c.get(c.size() - 1).policy()).toList();
        double[] flipped = ends.get(1).probabilities();
        double[] smoothed = ends.get(2).probabilities();
        double apart = IntStream.range(0, flipped.length).mapToDouble(v -> Math.abs(flipped[v] - smoothed[v])).max().orElseThrow();
        FinitePolicy rejected = space.rejected(beta);
        double half = ends.get(3).jensenShannon(ClosedForm.optimum(reference, reference, rejected, beta / 2));
        double twice = ends.get(4).jensenShannon(ClosedForm.optimum(reference, reference, rejected, 2 * beta));
        emit(seed, "all", config.steps(),
            Map.of("flipped_from_smoothed", apart, "half_from_predicted", half, "double_from_predicted", twice), context);
    }

    private static TabularLoss loss(double beta, double smoothing, PairMatrix pairs, FinitePolicy reference) {
        return TabularLoss.of(Objective.dpo(beta, smoothing), pairs, reference);
    }

    private static void emit(long seed, String trap, int step, Map<String, Double> values, RunContext context) {
        Map<String, Object> labels = new LinkedHashMap<>();
        labels.put("seed", seed);
        labels.put("trap", trap);
        labels.put("step", step);
        context.listener().metrics(SERIES, labels, values);
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        MetricTable rows = metrics.series(SERIES);
        double[] steps = Arrays.stream(rows.where("trap", DELETED).column("step")).distinct().toArray();
        double end = steps[steps.length - 1];
        double third = Arrays.stream(steps).filter(s -> s <= end / 3).max().orElse(0);
        LineChart chart = LineChart.of("On the way", "step", "mean JS to the target");
        Table table = Table.of("trap", "JS after " + (int) third + " steps", "JS at the end");
        for (String trap : ALL) {
            MetricTable mine = rows.where("trap", trap);
            chart = chart.line(trap, steps, Arrays.stream(steps).map(s -> at(mine, s).mean()).toArray());
            table = table.row(trap, at(mine, third).cell(4), at(mine, end).cell(4));
        }
        MetricTable deleted = rows.where("trap", DELETED);
        MetricTable all = rows.where("trap", "all");
        String where = ", rows series=did/traps";
        double half = SeedValues.of(all, "half_from_predicted").largest();
        double twice = SeedValues.of(all, "double_from_predicted").largest();
        return Findings.none().block(new Paragraph("DPO on all pairs after each change. The first is trained at a constant rate: its optimum lies at "
            + "infinity, because no response that should lose ever wins.")).block(chart).block(table.note("Mean ± standard deviation over seeds."))
            .claim(Claim.above("did", "with wrong-order pairs deleted JS keeps rising, on every seed; the prototype's was "
                + ".072 after 1000 steps and .128 after 3000", at(deleted, end).minus(at(deleted, third)).least(), null, 0,
                "least js at the last step less js at step " + (int) third + where + ", trap=" + DELETED))
            .claim(Claim.below("did", "a tenth of the labels flipped and label smoothing .1 give the same policy, on every seed", SeedValues.of(all,
                "flipped_from_smoothed").largest(), null, 1e-6, "largest difference of a probability, flipped_from_smoothed" + where))
            .claim(at(rows.where("trap", SMOOTHED), end)
                .above("that policy is not the target; the prototype's JS was .05 to .08", 5e-4, "js" + where + ", trap=" + SMOOTHED))
            .claim(Claim.below("did", "another beta than the data's moves the target where the formula says, on every seed", Math.max(half, twice),
                null, 5e-4, "largest of half_from_predicted and double_from_predicted" + where));
    }

    private static SeedValues at(MetricTable rows, double step) {
        return SeedValues.of(rows.where("step", step), "js");
    }
}
