package dev.plackett.recipe.meco.gaussian;

import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * G2: stochastic descents to the mean of N(16, 1) from θ = 0, under noise that covers the data and noise that does not (specification 5.7 and 6.1 b).
 *
 * @param config how many and how long
 */
public record StochasticRuns(GaussianConfig config) implements Experiment {

    static final String SERIES = "meco/stochastic";
    static final String CURVES = "meco/stochastic_curve";
    static final double TARGET = 16;
    /** Wide noise, noise beside the data, a fitted Gaussian, and noise far away. */
    static final List<Normal> NOISES = List.of(Normal.of(0, 16), Normal.of(14, 2), Normal.of(16, 1.2), Normal.of(0, 1));
    /** At which the error is compared with the criterion. */
    static final int LOOK = 2000;
    private static final int ROWS = 128;
    private static final double NEAR = 0.25;

    @Override
    public String name() {
        return "G2";
    }

    @Override
    public String title() {
        return "Stochastic descents, and the noise that they need";
    }

    /** A seed is a repetition. */
    @Override
    public List<Long> seeds(List<Long> configured) {
        return LongStream.range(configured.get(0), configured.get(0) + config.runs()).boxed().toList();
    }

    @Override
    public int seedsWanted() {
        return 20;
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        for (Normal noise : NOISES) {
            context.stage(name() + ": noise " + noise.title(), 6, ContentHash.none(), stage -> run(context, stage, noise, seeds.get(0)));
        }
    }

    private void run(RunContext context, Stage stage, Normal noise, long seed) {
        Draws[] draws = Paths.draws(config.runs(), config.steps(), ROWS, ROWS, Seeds.of(seed).at(name()));
        for (StochasticMethod method : StochasticMethod.values()) {
            for (double rate : method.rates()) {
                stage.stop().check();
                Descent descent = method.descent(Normal.of(TARGET, 1), noise, rate);
                Paths paths = Paths.of(draws.length, r -> descent.run(draws[r], 0));
                Map<String, Object> labels = new LinkedHashMap<>();
                labels.put("noise", noise.title());
                labels.put("method", method.title());
                labels.put("rate", rate);
                context.listener().metrics(SERIES, labels, Map.of("runs", (double) draws.length, "diverged", (double) paths.diverged(),
                    "arrival", (double) paths.arrival(TARGET, NEAR), "rmse", paths.rmse(Math.min(LOOK, paths.steps()), TARGET),
                    "rmse_end", paths.rmse(paths.steps(), TARGET), "rho", noise.rho(TARGET)));
                for (double t = 1; t <= paths.steps(); t = Math.max(t + 1, t * 1.3)) {
                    context.listener().metrics(CURVES, labels, Map.of("log10_step", Math.log10(Math.floor(t)),
                        "log10_rmse", Math.log10(paths.rmse((int) t, TARGET))));
                }
            }
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new StochasticFindings(config, metrics.series(SERIES), metrics.series(CURVES)).findings();
    }
}
