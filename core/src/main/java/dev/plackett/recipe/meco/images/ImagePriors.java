package dev.plackett.recipe.meco.images;

import dev.plackett.data.image.FashionMnist;
import dev.plackett.data.image.LabelledImages;
import dev.plackett.data.points.Points;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.Workers;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.JobResult;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.RunFolder;
import dev.plackett.report.Stage;
import dev.plackett.report.html.Block;
import dev.plackett.report.html.Picture;
import dev.plackett.report.html.Pictures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * I1: images from a prior that is learnt in an autoencoder's latent space, r(z)·N(z; 0, I) with r = exp of a bounded network, by NCE and by MECO (MECO
 * specification 6.4; the setting of noise-contrastive priors).
 *
 * @param config what is trained and how
 */
public record ImagePriors(ImagesConfig config) implements Experiment {

    static final String PRIOR = "prior";
    static final String RECONSTRUCTIONS = "reconstructions";
    private static final String SERIES = "meco/images";
    private static final double MODEL_SECONDS = 6;
    private static final double PRIOR_SECONDS = 15;

    @Override
    public String name() {
        return "I1";
    }

    @Override
    public String title() {
        return "Images from a learnt prior";
    }

    @Override
    public int seedsWanted() {
        return 3;
    }

    @Override
    public List<Long> seeds(List<Long> configured) {
        return configured.subList(0, Math.min(config.seeds(), configured.size()));
    }

    private List<Fit> methods() {
        return List.of(Fit.nce(), Fit.meco(config.gamma()));
    }

    private String stage(List<Long> seeds) {
        return name() + ", " + seeds.size() + " seeds: priors";
    }

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        FashionMnist all = FashionMnist.slice();
        LabelledImages images = all.training().first(config.training());
        String name = name() + ", " + seeds.size() + " seeds: autoencoders";
        Path models = context.stage(name, MODEL_SECONDS * seeds.size() / 2, ContentHash.none(), stage -> {
            List<Workers.Job<Long>> jobs = new ArrayList<>();
            for (long seed : seeds) {
                jobs.add(done -> {
                    ImageModels.train(config, images, seed, stage, stage.stop(), done);
                    return seed;
                });
            }
            Workers.run(jobs, name, seeds.size() * ImageModels.updates(config), "updates", context.listener(), stage.stop());
        });
        context.stage(stage(seeds), PRIOR_SECONDS * seeds.size(), ContentHash.none().path("autoencoders", models, context.digests()),
            stage -> learn(images, all.test().first(config.test()), models, seeds, stage, context));
    }

    private void learn(LabelledImages images, LabelledImages held, Path folder, List<Long> all, Stage stage, RunContext context) throws Exception {
        Points training = images.scaled();
        Points test = held.scaled();
        List<Workers.Job<JobResult>> jobs = new ArrayList<>();
        List<Map<String, Object>> labels = new ArrayList<>();
        for (long seed : all) {
            for (Fit fit : methods()) {
                labels.add(Map.of("seed", seed, "method", fit.name()));
                jobs.add(done -> JobResult.of(stage, fit.name() + "-" + seed, () -> {
                    try (ImageModels models = ImageModels.open(config, images.area(), folder, seed)) {
                        return new PriorJob(config, models, training, test, seed).tilted(fit, stage, done);
                    }
                }));
            }
            for (String whose : List.of(PRIOR, RECONSTRUCTIONS)) {
                labels.add(Map.of("seed", seed, "method", whose));
            }
            jobs.add(done -> JobResult.of(stage, PRIOR + "-" + seed, () -> {
                try (ImageModels models = ImageModels.open(config, images.area(), folder, seed)) {
                    return new PriorJob(config, models, training, test, seed).prior(stage);
                }
            }));
            jobs.add(done -> JobResult.of(stage, RECONSTRUCTIONS + "-" + seed, () -> {
                try (ImageModels models = ImageModels.open(config, images.area(), folder, seed)) {
                    return new PriorJob(config, models, training, test, seed).reconstructions(stage);
                }
            }));
        }
        Files.write(stage.file("images.png"), ImageSheet.png(test));
        List<JobResult> results = Workers.run(jobs, stage(all), (long) all.size() * methods().size() * config.steps(), "updates", context.listener(), stage.stop());
        for (int i = 0; i < results.size(); i++) {
            context.listener().metrics(SERIES, labels.get(i), results.get(i).values());
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        return new ImageFindings(metrics.series(SERIES), methods().stream().map(Fit::name).toList()).findings();
    }

    @Override
    public List<Block> pictures(RunFolder folder, List<Long> seeds) {
        Path stage = folder.result(stage(seeds)).orElseThrow();
        List<Picture> sheets = new ArrayList<>(List.of(ImageSheet.picture("test images", stage.resolve("images.png"))));
        sheets.add(ImageSheet.picture(RECONSTRUCTIONS, stage.resolve(RECONSTRUCTIONS + "-" + seeds.get(0) + ".png")));
        sheets.add(ImageSheet.picture("the autoencoder's prior", stage.resolve(PRIOR + "-" + seeds.get(0) + ".png")));
        methods().forEach(fit -> sheets.add(ImageSheet.picture(fit.name(), stage.resolve(fit.name() + "-" + seeds.get(0) + ".png"))));
        return List.of(new Pictures(sheets));
    }
}
