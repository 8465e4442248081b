package dev.plackett.recipe.meco.gaussian;

import dev.plackett.evaluate.Estimate;
import dev.plackett.objective.energy.Meco;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import dev.plackett.tensor.Seeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * G3: few noise rows per step, which is what the moving average is for (specification 5.7 and 6.1 c): N(1, 1) in natural form under noise N(0, 1.5²), from the
 * truth; what remains is bias.
 *
 * @param config how many and how long
 */
public record SmallBatches(GaussianConfig config) implements Experiment {

    private static final String SERIES = "meco/small_batches";
    private static final List<Integer> ROWS = List.of(1, 4, 16);
    private static final int DATA_ROWS = 256;
    private static final double RATE = 0.01;
    private static final Normal DATA = Normal.of(1, 1);
    private static final Normal NOISE = Normal.of(0, 1.5);
    private static final Map<String, Meco> METHODS = methods();

    private static Map<String, Meco> methods() {
        Map<String, Meco> methods = new LinkedHashMap<>();
        methods.put("SNIS", Meco.snis());
        methods.put("MECO, γ 0.5", Meco.of(0.5));
        methods.put("MECO, γ 0.1", Meco.of(0.1));
        methods.put("MECO, γ 0.05", Meco.of(0.05));
        methods.put("MECO centred, γ 0.1", Meco.of(0.1).asCentred());
        return methods;
    }

    @Override
    public String name() {
        return "G3";
    }

    @Override
    public String title() {
        return "Few noise rows per step: what the moving average is for";
    }

    /** A seed is a repetition. */
    @Override
    public List<Long> seeds(List<Long> configured) {
        return LongStream.range(configured.get(0), configured.get(0) + config.smallBatchRuns()).boxed().toList();
    }

    @Override
    public int seedsWanted() {
        return 100;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        context.stage(name() + ": few noise rows", 10, ContentHash.none(), stage -> run(context, stage, seeds.get(0)));
    }

    private void run(RunContext context, Stage stage, long seed) {
        int most = ROWS.get(ROWS.size() - 1);
        Draws[] draws = Paths.draws(config.smallBatchRuns(), config.smallBatchSteps(), DATA_ROWS, most, Seeds.of(seed).at(name()));
        for (int rows : ROWS) {
            METHODS.forEach((method, objective) -> {
                stage.stop().check();
                Descent descent = Descent.likelihood(Family.NATURAL, DATA, NOISE, objective, step -> RATE);
                Paths paths = Paths.of(draws.length, r -> descent.run(draws[r].withNoiseRows(rows), DATA.mean()));
                Estimate error = paths.error(DATA.mean());
                context.listener().metrics(SERIES, new LinkedHashMap<>(Map.of("noise_rows", rows, "method", method)),
                    Map.of("error", error.mean(), "error_se", error.standardError(), "diverged", (double) paths.diverged()));
            });
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        MetricTable rows = metrics.series(SERIES);
        Estimate one = at(rows, 1, "MECO, γ 0.05");
        Estimate snisOne = at(rows, 1, "SNIS");
        Estimate four = at(rows, 4, "MECO, γ 0.1");
        Estimate snisFour = at(rows, 4, "SNIS");
        double share = four.mean() / snisFour.mean();
        double spread = Math.abs(share) * Math.hypot(four.standardError() / four.mean(), snisFour.standardError() / snisFour.mean());
        return Findings.none().block(new Paragraph("Mean of θ less the truth after " + config.smallBatchSteps() + " steps, from the truth, 256 data "
            + "rows a step. A ratio of two small samples is biased, and SNIS takes one every step: with a single noise row its weights are always 1 "
            + "and the model's part of the gradient does not look at the model at all. The moving average divides by the past as well, and its bias "
            + "is γ/(2 − γ) of that to first order."))
            .block(table(rows))
            .claim(Claim.below("", "with one noise row per step MECO (γ 0.05) ends within .06", Math.abs(one.mean()),
                Claim.Interval.normal(Math.abs(one.mean()),
                one.standardError()), 0.06, evidence(1, "MECO, γ 0.05")))
            .claim(Claim.above("", "with one noise row per step SNIS ends farther than 5", Math.abs(snisOne.mean()),
                Claim.Interval.normal(Math.abs(snisOne.mean()),
                snisOne.standardError()), 5, evidence(1, "SNIS")))
            .claim(Claim.below("", "with four noise rows MECO's bias (γ 0.1) is at most a fifth of SNIS's", share, Claim.Interval.normal(share,
                spread), 0.2,
                "ratio of " + evidence(4, "MECO, γ 0.1") + " and method=SNIS"));
    }

    private static String evidence(int rows, String method) {
        return "error, rows series=" + SERIES + ", noise_rows=" + rows + ", method=" + method;
    }

    private Estimate at(MetricTable rows, int noiseRows, String method) {
        MetricTable row = rows.where("noise_rows", noiseRows).where("method", method);
        return new Estimate(row.last("error"), row.last("error_se"), config.smallBatchRuns());
    }

    private Table table(MetricTable rows) {
        Table table = Table.of(java.util.stream.Stream.concat(java.util.stream.Stream.of("noise rows per step"),
            METHODS.keySet().stream()).toArray(String[]::new));
        for (int noiseRows : ROWS) {
            Object[] cells = new Object[METHODS.size() + 1];
            cells[0] = noiseRows;
            int at = 1;
            for (String method : METHODS.keySet()) {
                Estimate error = at(rows, noiseRows, method);
                cells[at++] = Table.plusMinus(error.mean(), error.standardError(), 3);
            }
            table = table.row(cells);
        }
        return table.note("Mean and standard error over " + config.smallBatchRuns() + " repetitions, the same draws for all methods; those that "
            + "diverged are left out.");
    }
}
