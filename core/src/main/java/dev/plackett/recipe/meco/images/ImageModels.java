package dev.plackett.recipe.meco.images;

import dev.plackett.data.PointBatch;
import dev.plackett.data.image.FashionMnist;
import dev.plackett.data.image.LabelledImages;
import dev.plackett.data.points.Points;
import dev.plackett.event.StopSignal;
import dev.plackett.io.StoreFile;
import dev.plackett.model.energy.Mlp;
import dev.plackett.model.energy.Vae;
import dev.plackett.model.energy.VaePlan;
import dev.plackett.model.energy.VaeScorer;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.meco.tilt.StepsInStage;
import dev.plackett.report.Stage;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepLoop;
import dev.plackett.train.energy.VariationalSteps;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The networks of one seed that the priors are learnt with: an autoencoder, and a classifier by whose features images are compared. */
final class ImageModels implements AutoCloseable {

    private static final int CHUNK = 2048;
    private static final double CLIP = 10;
    private static final int FEATURES = 32;

    private final ParameterStore parameters;
    private final Vae vae;
    private final SmallClassifier classifier;

    private ImageModels(ImagesConfig config, int pixels, Seeds seeds) {
        VaePlan plan = new VaePlan(pixels, config.hidden(), config.latent());
        parameters = ParameterStore.trainable(plan.parameters(), ScalarType.Float, ScalarType.Float);
        try (NoGradGuard off = new NoGradGuard()) {
            plan.initialise(parameters, seeds.at("autoencoder"));
        }
        vae = plan.over(parameters);
        classifier = SmallClassifier.begin(Mlp.of(pixels, FashionMnist.CLASSES.size(), 128, FEATURES), seeds.at("classifier"));
    }

    /** Updates of both trainings. */
    static long updates(ImagesConfig config) {
        return vaeUpdates(config) + SmallClassifier.updates(config.training(), config.classifierEpochs());
    }

    private static long vaeUpdates(ImagesConfig config) {
        return Math.max(1, (long) config.training() * config.epochs() / config.batch());
    }

    /** Trains both, unless an earlier attempt has, and leaves their weights in the stage's folder. */
    static void train(ImagesConfig config, LabelledImages images, long seed, Stage stage, StopSignal stop, LongConsumer done) {
        Seeds seeds = seeds(seed);
        Points pixels = images.scaled();
        try (ImageModels models = new ImageModels(config, images.area(), seeds)) {
            stage.shard("classifier-" + seed, file -> {
                models.classifier.train(pixels, images.labels(), config.classifierEpochs(), seeds.at("classifier"), stage.checkpoints("classifier-" + seed),
                    stop, done);
                StoreFile.write(file, models.classifier.parameters());
            });
            stage.shard("autoencoder-" + seed, file -> {
                models.train(config, pixels, seeds.at("autoencoder"), stage, seed, done);
                StoreFile.write(file, models.parameters);
            });
        }
    }

    private void train(ImagesConfig config, Points pixels, Seeds seeds, Stage stage, long seed, LongConsumer done) {
        Engine<PointBatch> engine = new Engine<>(new VaeScorer(vae, parameters), parameters, config.batch(), Exchange.alone());
        VariationalSteps steps = new VariationalSteps(PointBatch.of(pixels.values(), pixels.dimension()), config.batch(), config.latent(), seeds);
        // A constant rate, as is customary.
        try (StepLoop loop = new StepLoop(StepGradient.of(engine, Objective.sft(), steps), parameters, Optimizer.adamW(parameters, 0.9, 0.999, 1e-8, 0),
            Schedule.of(Schedule.Shape.CONSTANT, config.learningRate(), vaeUpdates(config), 0), CLIP)) {
            StepsInStage.run(loop, vaeUpdates(config), stage.checkpoints("autoencoder-" + seed), stage.stop(), done);
        }
    }

    /** Those that {@link #train} left in a folder. */
    static ImageModels open(ImagesConfig config, int pixels, Path folder, long seed) {
        ImageModels models = new ImageModels(config, pixels, seeds(seed));
        StoreFile.read(folder.resolve("classifier-" + seed), models.classifier.parameters());
        StoreFile.read(folder.resolve("autoencoder-" + seed), models.parameters);
        return models;
    }

    static Seeds seeds(long seed) {
        return Seeds.of(seed).at("images");
    }

    /** Codes of images, so many of each, one image after the other. */
    Points codes(Points images, int each, Seeds seeds) {
        double[] out = new double[images.rows() * each * vae.plan().latent()];
        int latent = vae.plan().latent();
        for (int from = 0; from < images.rows(); from += CHUNK) {
            int n = Math.min(CHUNK, images.rows() - from);
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Vae.Posterior posterior = vae.posterior(images.slice(from, from + n).tensor(ScalarType.Float));
                for (int k = 0; k < each; k++) {
                    double[] some = Tensors.toDoubles(posterior.sample(Tensors.normal(seeds.at(from).at(k), 1, n, latent)));
                    for (int i = 0; i < n; i++) {
                        System.arraycopy(some, i * latent, out, ((from + i) * each + k) * latent, latent);
                    }
                }
            }
        }
        return new Points(out, latent);
    }

    /** Images of codes, in [0, 1]. */
    Points decode(Points codes) {
        double[] out = new double[codes.rows() * vae.plan().pixels()];
        for (int from = 0; from < codes.rows(); from += CHUNK) {
            int n = Math.min(CHUNK, codes.rows() - from);
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Tensor images = vae.decode(codes.slice(from, from + n).tensor(ScalarType.Float));
                System.arraycopy(Tensors.toDoubles(images), 0, out, from * vae.plan().pixels(), n * vae.plan().pixels());
            }
        }
        return new Points(out, vae.plan().pixels());
    }

    /** What images are compared by. */
    Points features(Points images) {
        return classifier.features(images);
    }

    @Override
    public void close() {
        parameters.close();
        classifier.close();
    }
}
