package dev.plackett.recipe.meco.images;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.density.Annealing;
import dev.plackett.evaluate.density.FrechetDistance;
import dev.plackett.evaluate.density.ImportanceSampling;
import dev.plackett.evaluate.density.KernelDiscrepancy;
import dev.plackett.evaluate.density.LogValues;
import dev.plackett.evaluate.density.PartitionCheck;
import dev.plackett.generate.density.Hmc;
import dev.plackett.generate.density.ImportanceResampling;
import dev.plackett.generate.density.Langevin;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.Lesson;
import dev.plackett.recipe.meco.tilt.Tilt;
import dev.plackett.recipe.meco.tilt.TiltTraining;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * One way of making images from one seed's autoencoder.
 *
 * @param config   sizes
 * @param models   the seed's networks
 * @param training images to learn from
 * @param test     images held out
 * @param seed     which
 */
record PriorJob(ImagesConfig config, ImageModels models, Points training, Points test, long seed) {

    private static final double CLIP = 10;
    /** Of chains in the latent space, whose densities are about as wide as N(0, I) in every direction. */
    private static final Hmc CHAIN = new Hmc(0.2, 4);
    private static final int LANGEVIN = 200;
    private static final double LANGEVIN_STEP = 0.01;

    private Seeds seeds() {
        return ImageModels.seeds(seed);
    }

    private DiagonalGaussian prior() {
        return DiagonalGaussian.standard(config.latent());
    }

    private Points held() {
        return models.codes(test, 1, seeds().at("codes of the images held out"));
    }

    /** The autoencoder's own prior, and what its decoder makes of the images' own codes: the best that any prior can reach. */
    Map<String, Double> prior(Stage stage) {
        Points drawn;
        try (Scope scope = Scope.open()) {
            drawn = Points.of(prior().sample(config.test(), seeds().at("prior")));
        }
        return compared(drawn, "prior", stage);
    }

    /** The images' own codes against another draw of them: what is left when the prior is perfect. */
    Map<String, Double> reconstructions(Stage stage) {
        return compared(models.codes(test, 1, seeds().at("reconstructions")), "reconstructions", stage);
    }

    /** A prior that a network tilts. */
    Map<String, Double> tilted(Fit fit, Stage stage, LongConsumer done) {
        Points codes = models.codes(training, config.codes(), seeds().at("codes"));
        EnergyPlan plan = EnergyPlan.of(Mlp.energy(Features.coordinates(config.latent()), config.widths().toArray(Integer[]::new))).bounded(config.bound());
        Lesson lesson = Lesson.of(codes, prior(), plan, config.priorBatch(), config.learningRate(), CLIP, seeds().at("prior network"));
        String job = fit.name() + "-" + seed;
        try (Tilt model = new TiltTraining(lesson, fit, config.steps()).run(stage.checkpoints(job), stage.stop(), done)) {
            ImportanceResampling.Resampled kept = ImportanceResampling.of(config.proposals()).sample(config.test(), model, prior(), seeds().at("samples"));
            Map<String, Double> out = compared(kept.points(), fit.name(), stage);
            out.putAll(model.watch().values());
            out.put("effective_proposals", kept.meanEffective());
            PartitionCheck check = PartitionCheck.of(model, prior(), ImportanceSampling.of(config.draws()), Annealing.of(config.levels(), CHAIN),
                config.chains(), seeds().at("evaluation"));
            out.put("log_z_is", check.sampling().logMean());
            out.put("ess_share", check.sampling().effectiveShare());
            out.put("ess", check.sampling().effective());
            out.put("log_z_ais", check.annealing().logZ());
            out.put("ess_ais", check.annealing().weights().effective());
            out.put("acceptance", check.annealing().acceptance());
            Points held = held();
            double f = mean(LogValues.of(model, held)) - mean(LogValues.of(prior(), held));
            out.put("log_r", f - check.logZ());
            double own = fit.logPartition(model.carry(), () -> mean(LogValues.of(model, codes)));
            out.put("own_error", Math.abs(own - check.logZ()));
            Points chains = Langevin.unbiased(LANGEVIN_STEP).sample(config.test(), model, prior(), LANGEVIN, config.test(),
                seeds().at("langevin"));
            out.put("mmd2_langevin", KernelDiscrepancy.latent().squared(chains, held));
            return out;
        }
    }

    private Map<String, Double> compared(Points codes, String name, Stage stage) {
        Points images = models.decode(codes);
        ImageSheet.write(stage.file(name + "-" + seed + ".png"), images);
        Map<String, Double> out = new LinkedHashMap<>();
        out.put("mmd2", KernelDiscrepancy.latent().squared(codes, held()));
        out.put("frechet", FrechetDistance.of(models.features(images), models.features(test)));
        return out;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
