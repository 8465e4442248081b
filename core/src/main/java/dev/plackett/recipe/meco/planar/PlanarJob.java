package dev.plackett.recipe.meco.planar;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.density.GridQuadrature;
import dev.plackett.evaluate.density.HeldOutLikelihood;
import dev.plackett.evaluate.density.ImportanceSampling;
import dev.plackett.evaluate.density.KernelDiscrepancy;
import dev.plackett.evaluate.density.LogValues;
import dev.plackett.evaluate.density.WeightSummary;
import dev.plackett.model.density.Density;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.recipe.experiment.Workers;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.JobResult;
import dev.plackett.recipe.meco.tilt.Lesson;
import dev.plackett.recipe.meco.tilt.Tilt;
import dev.plackett.recipe.meco.tilt.TiltTraining;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.NonFiniteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One network on one planar set: trained, measured on a grid, drawn.
 *
 * @param name     unique in its stage: what its files are called
 * @param labels   of its metric row
 * @param data     the sample
 * @param noise    what is tilted
 * @param plan     the network
 * @param fit      how it learns
 * @param rate     learning rate
 * @param steps    updates
 * @param pictures whether it leaves pictures of its density and of samples
 * @param config   sizes
 * @param seeds    root of everything random
 */
record PlanarJob(String name, Map<String, Object> labels, PlanarData data, Density noise, EnergyPlan plan, Fit fit, double rate, long steps,
                 boolean pictures, PlanarConfig config, Seeds seeds) {

    /** Points of each sample in the discrepancy. */
    private static final int COMPARED = 2000;
    private static final int DRAWS = 100_000;

    /** As a job of a stage; its numbers are a shard. */
    Workers.Job<JobResult> in(Stage stage) {
        return done -> JobResult.of(stage, name, () -> {
            try (Tilt trained = training().run(stage.checkpoints(name), stage.stop(), done); Tilt exact = trained.exact()) {
                Map<String, Double> values = measure(exact, stage);
                values.put("diverged", 0.0);
                return values;
            } catch (NonFiniteException | ArithmeticException e) {
                return Map.of("diverged", 1.0, "updates", (double) steps);
            }
        });
    }

    private TiltTraining training() {
        return new TiltTraining(Lesson.of(data.training(), noise, plan, config.batch(), rate, config.clip(), seeds), fit, steps);
    }

    private Map<String, Double> measure(Tilt model, Stage stage) {
        GridQuadrature grid = GridQuadrature.planar();
        double[] log = grid.logDensities(model);
        double logZ = grid.logZ(log);
        HeldOutLikelihood held = HeldOutLikelihood.against(LogValues.of(model, data.test()), logZ, data.own());
        Points drawn = grid.sample(data.test().rows(), log, seeds.at("samples"));
        WeightSummary weights = ImportanceSampling.of(DRAWS).logZ(model, noise, seeds.at("evaluation"));
        double own = fit.logPartition(model.carry(), () -> Arrays.stream(LogValues.of(model, data.training())).average().orElseThrow());
        int compared = Math.min(COMPARED, drawn.rows());
        Map<String, Double> out = new LinkedHashMap<>(model.watch().values());
        out.put("nll", held.nll().mean());
        out.put("excess", held.excess().orElseThrow().mean());
        out.put("mmd2", KernelDiscrepancy.planar().squared(drawn.slice(0, compared), data.test().slice(0, compared)));
        out.put("log_z", logZ);
        out.put("own_log_z", own);
        out.put("own_error", Math.abs(own - logZ));
        out.put("ess_share", weights.effectiveShare());
        out.put("updates", (double) steps);
        if (pictures) {
            write(stage, "density", PlanarPicture.ofDensity(log, grid));
            write(stage, "samples", PlanarPicture.ofPoints(drawn));
        }
        return out;
    }

    private void write(Stage stage, String what, byte[] png) {
        try {
            Files.write(stage.file(name + "-" + what + ".png"), png);
        } catch (IOException e) {
            throw new UncheckedIOException(stage.file(name + "-" + what + ".png") + " cannot be written", e);
        }
    }
}
