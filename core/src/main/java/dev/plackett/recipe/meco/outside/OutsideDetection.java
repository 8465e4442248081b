package dev.plackett.recipe.meco.outside;

import dev.plackett.data.image.FashionMnist;
import dev.plackett.model.energy.Mlp;
import dev.plackett.recipe.RunContext;
import dev.plackett.recipe.experiment.Experiment;
import dev.plackett.recipe.experiment.Findings;
import dev.plackett.recipe.experiment.Workers;
import dev.plackett.recipe.meco.images.SmallClassifier;
import dev.plackett.recipe.meco.tilt.Fit;
import dev.plackett.recipe.meco.tilt.JobResult;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * O1: telling images that do not belong by their log-density (MECO specification 6.3, embedded slice): the noise alone, and the noise tilted by NCE and MECO.
 *
 * @param config what is trained and how
 */
public record OutsideDetection(OutsideConfig config) implements Experiment {

    static final String ALONE = "q alone";
    static final String CLASSIFIER = "classifier";
    private static final String SERIES = "meco/outside";
    private static final int EPOCHS = 8;
    private static final double SEED_SECONDS = 13;

    @Override
    public String name() {
        return "O1";
    }

    @Override
    public String title() {
        return "Images that do not belong";
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

    @Override
    public void run(RunContext context, List<Long> seeds) throws Exception {
        String name = name() + ", " + seeds.size() + " seeds: Fashion-MNIST";
        context.stage(name, SEED_SECONDS * seeds.size() * config.steps() / 2000, ContentHash.none(), stage -> learn(name, seeds, stage, context));
    }

    private void learn(String stageName, List<Long> all, Stage stage, RunContext context) throws Exception {
        List<OutsideData> data = Workers.run(all.stream().map(seed -> (Workers.Job<OutsideData>) done -> OutsideData.of(config, seeds(seed))).toList(),
            stageName, 0, "updates", context.listener(), stage.stop());
        List<Workers.Job<JobResult>> jobs = new ArrayList<>();
        List<Map<String, Object>> labels = new ArrayList<>();
        long updates = 0;
        for (int i = 0; i < all.size(); i++) {
            long seed = all.get(i);
            OutsideData own = data.get(i);
            labels.add(labels(seed, ALONE));
            jobs.add(done -> JobResult.of(stage, ALONE + "-" + seed, () -> Measured.noise(own)));
            for (Fit fit : methods()) {
                labels.add(labels(seed, fit.name()));
                jobs.add(done -> JobResult.of(stage, fit.name() + "-" + seed, () -> Measured.tilted(own, fit, config, seeds(seed),
                    stage.checkpoints(fit.name() + "-" + seed), stage.stop(), done)));
                updates += config.steps();
            }
            if (config.classifier()) {
                labels.add(labels(seed, CLASSIFIER));
                jobs.add(done -> JobResult.of(stage, CLASSIFIER + "-" + seed, () -> classifier(own, seed, stage, done)));
                updates += SmallClassifier.updates(own.training().rows(), EPOCHS);
            }
        }
        List<JobResult> results = Workers.run(jobs, stageName, updates, "updates", context.listener(), stage.stop());
        for (int i = 0; i < results.size(); i++) {
            context.listener().metrics(SERIES, labels.get(i), results.get(i).values());
        }
    }

    private static Map<String, Object> labels(long seed, String method) {
        return new LinkedHashMap<>(Map.of("seed", seed, "method", method));
    }

    private static Seeds seeds(long seed) {
        return Seeds.of(seed).at("outside");
    }

    /** A classifier of the eight classes, read as an energy. */
    private Map<String, Double> classifier(OutsideData data, long seed, Stage stage, LongConsumer done) {
        Mlp network = Mlp.of(config.components(), FashionMnist.CLASSES.size() - FashionMnist.LEFT_OUT.size(), config.widths().toArray(Integer[]::new));
        Seeds seeds = seeds(seed).at(CLASSIFIER);
        try (SmallClassifier classifier = SmallClassifier.begin(network, seeds)) {
            classifier.train(data.training(), data.classes(), EPOCHS, seeds, stage.checkpoints(CLASSIFIER + "-" + seed), stage.stop(), done);
            return Measured.detection(data, classifier.energy());
        }
    }

    @Override
    public Findings findings(MetricTable metrics, List<Long> seeds) {
        List<String> methods = new ArrayList<>(List.of(ALONE));
        methods().forEach(fit -> methods.add(fit.name()));
        if (config.classifier()) {
            methods.add(CLASSIFIER);
        }
        return new OutsideFindings(metrics.series(SERIES), methods).findings();
    }
}
