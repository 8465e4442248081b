package dev.plackett.recipe.meco.gaussian;

import dev.plackett.objective.energy.Meco;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Paragraph;
import dev.plackett.report.html.Table;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * G4: how the noise enters (specification 5.7 and 6.1 d). With a small step size η the error of θ is stationary with
 * RMSE² = η/(2 − η)·(1/B₁ + ρ(V + δ²)/B₂): through the variance of the estimators, and through nothing else, as the paper's abstract says.
 *
 * @param config how many repetitions
 */
public record NoiseMatters(GaussianConfig config) implements Experiment {

    private static final String SERIES = "meco/noise";
    /** Those that first order describes, then two that it does not. */
    private static final List<Normal> NOISES = List.of(Normal.of(16, 1.2), Normal.of(16, 2), Normal.of(16, 4), Normal.of(14, 2), Normal.of(15, 1.2),
        Normal.of(0, 16), Normal.of(14, 1.2), Normal.of(13, 1.5));
    private static final int WITHIN_FIRST_ORDER = 6;
    private static final Normal DATA = Normal.of(16, 1);
    private static final double RATE = 0.03;
    private static final int ROWS = 128;
    private static final int FROM = 500;
    private static final int TO = 1500;

    @Override
    public String name() {
        return "G4";
    }

    @Override
    public String title() {
        return "How the noise enters";
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

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        context.stage(name() + ": eight noises", 10, ContentHash.none(), stage -> {
            Draws[] draws = Paths.draws(config.noiseRuns(), TO, ROWS, ROWS, Seeds.of(seeds.get(0)).at(name()));
            for (Normal noise : NOISES) {
                stage.stop().check();
                Descent descent = Descent.likelihood(Family.SHIFT, DATA, noise, Meco.of(StochasticMethod.GAMMA), step -> RATE);
                Paths paths = Paths.of(draws.length, r -> descent.run(draws[r], DATA.mean()));
                context.listener().metrics(SERIES, new LinkedHashMap<>(Map.of("noise", noise.title())), Map.of("rmse", paths.rmse(FROM, TO,
                    DATA.mean()),
                    "predicted", predicted(noise), "rho", noise.rho(DATA.mean())));
            }
        });
    }

    /** The stationary root mean square error to first order in η. */
    static double predicted(Normal noise) {
        return Math.sqrt(RATE / (2 - RATE) * (1.0 / ROWS + noise.gradientVariance(DATA.mean()) / ROWS));
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        MetricTable rows = metrics.series(SERIES);
        double[] measured = rows.column("rmse");
        double[] predicted = rows.column("predicted");
        Table table = Table.of("noise", "samples per effective one (ρ)", "error predicted", "error measured", "measured / predicted");
        for (int i = 0; i < measured.length; i++) {
            table = table.row(rows.rows().get(i).text("noise"), rows.rows().get(i).number("rho"), predicted[i], measured[i],
                measured[i] / predicted[i]);
        }
        double worst = IntStream.range(0, WITHIN_FIRST_ORDER).mapToDouble(i -> Math.abs(measured[i] / predicted[i] - 1)).max().orElse(Double.NaN);
        double beyond = Arrays.stream(measured, WITHIN_FIRST_ORDER, measured.length).max().orElse(Double.NaN);
        return Findings.none().block(new Paragraph("MECO in shift form, η 0.03, γ 0.2, 128 data and 128 noise rows a step; root mean square error of "
            + "θ over steps 500 to 1500. The formula has two variances, the data's and the noise's; the latter is ρ(V + δ²), not ρ alone."))
            .block(table.note("The last two are where first order ends."))
            .claim(Claim.below("", "under the first six noises the error is the formula's within 6 %: largest deviation", worst, null, 0.06,
                "rmse / predicted − 1, rows series=" + SERIES + ", the first six"))
            .claim(Claim.above("", "under a noise beside the data (the last two) the error is larger than under the widest one, whose ρ is larger: "
                + "error",
                beyond, null, measured[WITHIN_FIRST_ORDER - 1], "rmse, rows series=" + SERIES + ", largest of the last two against "
                    + NOISES.get(5).title()));
    }
}
