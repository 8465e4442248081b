package dev.plackett.recipe;

import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains a pair ranker of PairRM's architecture on one split of WordNet: which answer defines the word?
 *
 * <p>PairRM's head, which reads three tokens only, stays at chance from scratch. So the encoder first trains under a head that reads the mean of each
 * answer, with word embeddings copied from the base model; PairRM's head takes over the same weights after that.
 */
final class RankerRun implements RecipeKind<RankerRun.Config> {

    /** Configuration. */
    public record Config(
        @Doc("Folder of the base model whose answers are negatives and whose embeddings are copied, or 'embedded'.") @Default("embedded") String base,
        @Doc("Split of WordNet that it learns from: 'a' (the judge of training) or 'b' (the held-out judge).") @Default("a") Synset.Split split,
        @Doc("Shape and length of training.") Model model,
        @Doc("Seed of weights, words and order.") @Default("1") long seed) {}

    /** What is trained, and for how long. */
    public record Model(
        @Doc("Encoder layers.") @Default("2") @Range(min = 1) int layers,
        @Doc("Attention heads.") @Default("4") @Range(min = 1) int heads,
        @Doc("Width of the feed-forward layers.") @Default("512") @Range(min = 8) int mlp,
        @Doc("Words for which answers of the base model are drawn.") @Default("12000") @Range(min = 10) int sampledWords,
        @Doc("Words of split T that accuracy is measured on.") @Default("1500") @Range(min = 10) int measuredWords,
        @Doc("Updates under the mean-reading head.") @Default("500") @Range(min = 0) int pooledSteps,
        @Doc("Updates under PairRM's head.") @Default("1300") @Range(min = 1) int steps,
        @Doc("Peak learning rate of the first stage.") @Default("1e-3") @Range(min = 0) double pooledRate,
        @Doc("Peak learning rate of the second stage.") @Default("7e-4") @Range(min = 0) double rate) {}

    @Override
    public String name() {
        return "ranker";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public String purpose() {
        return "Train a pair ranker of PairRM's architecture: which answer defines the word?";
    }

    @Override
    public Validation validate(Config config) {
        return config.base().equals(ModelFolder.EMBEDDED) ? Validation.ok() : Validation.ok().needsFolder("base", Path.of(config.base()), ModelFolder.CONFIG);
    }

    @Override
    public Map<String, Path> inputs(Config config) {
        return Map.of("base", Path.of(config.base()));
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        Path base = config.base().equals(ModelFolder.EMBEDDED) ? EmbeddedModels.unpack("base", context.folder().path().resolve("inputs")) : Path.of(config.base());
        Path folder = new RankerTraining(config, base, context).run();
        MetricTable metrics = context.folder().metrics();
        MetricTable accuracy = metrics.series("accuracy");
        Report report = Report.titled("Pair ranker", "The model is in " + folder.resolve("model")).section("Accuracy on held-out words").table(RankerAccuracy.table(accuracy))
            .section("Training").chart(LineChart.of("Accuracy while training", "step", "accuracy").smoothed("PairRM head",
                metrics.series("train").where("head", "PairRM head").column("step"), metrics.series("train").where("head", "PairRM head").column("accuracy"), 50));
        return new Conclusion(report, List.of(RankerAccuracy.claim(accuracy, "the ranker")), List.of(config.seed())).result("model", folder.resolve("model"));
    }
}
