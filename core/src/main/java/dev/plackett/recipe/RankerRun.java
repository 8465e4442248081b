package dev.plackett.recipe;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.event.Listener;
import dev.plackett.event.StoppedException;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.judge.PairRmInput;
import dev.plackett.model.DebertaConfig;
import dev.plackett.model.Llama;
import dev.plackett.model.PairRanker;
import dev.plackett.model.Want;
import dev.plackett.objective.Objective;
import dev.plackett.report.Claim;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.LineChart;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Table;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a pair ranker of PairRM's architecture on one split of WordNet: which answer defines the word?
 *
 * <p>PairRM's head, which reads three tokens only, stays at chance from scratch. So the encoder first trains under a head that reads the mean of each
 * answer, with word embeddings copied from the base model; PairRM's head takes over the same weights after that.
 */
public final class RankerRun implements RecipeKind<RankerRun.Config> {

    /** Configuration. */
    public record Config(
        @Doc("Folder of the base model whose answers are negatives and whose embeddings are copied, or 'embedded'.") @Default("embedded") String base,
        @Doc("Split of WordNet that it learns from: 'a' (the judge of training) or 'b' (the held-out judge).") @Default("a") Synset.Split split,
        @Doc("Shape and length of training.") Model model,
        @Doc("Seed of weights, words and order.") @Default("1") long seed) {}


    private static final long TOKENS = 3400;
    private static final String EMBEDDING = "pretrained_model.embeddings.word_embeddings.weight";

    /** What is trained, and for how long. */
    public record Model(
        @Doc("Encoder layers.") @Default("2") @Range(min = 1) int layers,
        @Doc("Attention heads.") @Default("4") @Range(min = 1) int heads,
        @Doc("Width of the feed-forward layers.") @Default("512") @Range(min = 8) int mlp,
        @Doc("Words for which answers of the base model are drawn.") @Default("12000") @Range(min = 10) int sampledWords,
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
    public Map<String, Path> inputs(Config config) {
        return Map.of("base", Path.of(config.base()));
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        Path base = config.base().equals("embedded") ? EmbeddedModels.unpack("base", context.folder().path().resolve("inputs")) : Path.of(config.base());
        Path folder = context.stage("train", 900, ContentHash.none().path("base", base), stage -> {
            for (Accuracy a : train(WordNet.load(), base, config.split(), config.model(), config.seed(), stage.file("model"), context.listener(), stage.stop())) {
                context.listener().metrics("accuracy", Map.of("negatives", a.kind().name().toLowerCase(Locale.ROOT)),
                    Map.of("comparisons", (double) a.comparisons(), "ranker", a.ranker(), "longer", a.longer()));
            }
            for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
                Files.copy(base.resolve(file), stage.file("model").resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        });
        MetricTable metrics = context.folder().metrics();
        Table table = Table.of("the definition against", "comparisons", "ranker", "the longer answer");
        double ranker = 0;
        double longer = 0;
        double n = 0;
        for (MetricRow row : metrics.series("accuracy").rows()) {
            table = table.row(row.text("negatives"), row.number("comparisons"), row.number("ranker"), row.number("longer"));
            ranker += row.number("comparisons") * row.number("ranker");
            longer += row.number("comparisons") * row.number("longer");
            n += row.number("comparisons");
        }
        Claim claim = Claim.above("sppo", "the ranker stands at least 10 points above the rule that the longer answer wins, on words that never train",
            (ranker - longer) / n, null, 0.10, "ranker - longer, weighted by comparisons, over rows series=accuracy");
        Report report = Report.titled("Pair ranker", "The model is in " + folder.resolve("model")).section("Accuracy on held-out words").table(table)
            .section("Training").chart(LineChart.of("Accuracy while training", "step", "accuracy").smoothed("PairRM head",
                metrics.series("train").where("head", "PairRM head").column("step"), metrics.series("train").where("head", "PairRM head").column("accuracy"), 50));
        return new Conclusion(report, List.of(claim), List.of(config.seed()));
    }

    /** Accuracy on words of split T, both orders read, beside the rule that the longer answer wins. */
    record Accuracy(RankerData.Kind kind, int comparisons, double ranker, double longer) {}

    /** Trains, saves and measures. */
    static List<Accuracy> train(WordNet wordNet, Path base, Synset.Split split, Model shape, long seed, Path folder, Listener listener, BooleanSupplier stop) {
        try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(base); Llama policy = Llama.frozen(base, ScalarType.Float)) {
            Seeds seeds = Seeds.of(seed).at("ranker");
            List<Synset> words = choose(wordNet.of(split), shape.sampledWords(), seeds.at("words"));
            List<Synset> test = choose(wordNet.of(Synset.Split.T), 1500, Seeds.of(0).at("test words"));
            Map<String, List<String>> samples = new HashMap<>(samples(policy, tokenizer, words, 2, seeds, listener));
            samples.putAll(samples(policy, tokenizer, test, 1, Seeds.of(0), listener));
            DebertaConfig config = DebertaConfig.of(tokenizer.size(), policy.shape().width(), shape.layers(), shape.heads(), shape.mlp(), 32, 128);
            config.raw().put("source_maxlength", 32).put("candidate_maxlength", 48);
            ParameterStore store = PairRanker.initialised(config, PairRanker.Pooling.MEAN, seeds, ScalarType.Float, ScalarType.Float).parameters();
            try (NoGradGuard off = new NoGradGuard()) {
                store.master(EMBEDDING).copy_(policy.parameters().master("model.embed_tokens.weight"));
            }
            store.refresh();
            listener.info(String.format("%,d parameters, %,d of them beyond the embeddings", store.count(),
                store.count() - (long) tokenizer.size() * policy.shape().width()));
            PairRmInput input = new PairRmInput(tokenizer, 32, 48);
            RankerData data = RankerData.of(wordNet, words, samples);
            try (PairRanker pooled = PairRanker.over(config, store, PairRanker.Pooling.MEAN)) {
                PairRanker ranker = PairRanker.over(config, store, PairRanker.Pooling.PREFIX);
                boolean done = stage(pooled, data, input, shape.pooledSteps(), shape.pooledRate(), seeds.at("pooled"), "mean head", listener, stop)
                    && stage(ranker, data, input, shape.steps(), shape.rate(), seeds.at("prefix"), "PairRM head", listener, stop);
                if (!done) {
                    throw new StoppedException();
                }
                ranker.save(folder, ScalarType.BFloat16);
                return Arrays.stream(RankerData.Kind.values()).map(kind -> accuracy(ranker, input, kind, RankerData.of(wordNet, test, samples))).toList();
            }
        }
    }

    private static boolean stage(PairRanker ranker, RankerData data, PairRmInput input, int steps, double rate, Seeds seeds, String name,
                                 Listener listener, BooleanSupplier stop) {
        if (steps == 0) {
            return true;
        }
        int batch = 64;
        Settings settings = new Settings(rate, batch, 1, 1, dev.plackett.train.Schedule.Shape.COSINE, 0.05, Settings.Rule.ADAMW, 0.01, 1, TOKENS);
        try (TrainingLoop<TokenBatch> loop = new TrainingLoop<>(ranker, ranker.parameters(), settings, steps * batch, i -> {
            RankerData.Comparison c = data.draw(seeds, i);
            boolean rightFirst = seeds.at("order").at(i).uniform() < 0.5;
            return new Example<>(TokenBatch.of(rightFirst ? input.row(c.prompt(), c.right(), c.wrong()) : input.row(c.prompt(), c.wrong(), c.right())),
                Columns.of(Column.PAIR_WIN, rightFirst ? 1 : 0));
        }, seeds)) {
            return loop.run(Objective.bradleyTerry(0), name, new LinkedHashMap<>(Map.of("head", name)), listener, stop);
        }
    }

    private static Accuracy accuracy(PairRanker ranker, PairRmInput input, RankerData.Kind kind, RankerData test) {
        List<RankerData.Comparison> comparisons = test.all(kind, Seeds.of(0));
        List<TokenBatch> rows = new ArrayList<>();
        double longer = 0;
        for (RankerData.Comparison c : comparisons) {
            rows.add(TokenBatch.of(input.row(c.prompt(), c.right(), c.wrong())));
            rows.add(TokenBatch.of(input.row(c.prompt(), c.wrong(), c.right())));
            longer += (1 + Integer.signum(c.right().length() - c.wrong().length())) / 2.0;
        }
        double[] f = Scoring.all(ranker, rows, Want.SEQUENCES, TOKENS).values();
        double right = 0;
        for (int i = 0; i < comparisons.size(); i++) {
            double logit = f[4 * i] - f[4 * i + 1] - (f[4 * i + 2] - f[4 * i + 3]);
            right += logit > 0 ? 1 : 0;
        }
        return new Accuracy(kind, comparisons.size(), right / comparisons.size(), longer / comparisons.size());
    }

    private static Map<String, List<String>> samples(Llama policy, Tokenizer tokenizer, List<Synset> words, int each, Seeds seeds, Listener listener) {
        List<Prompt> prompts = Prompt.of(words.stream().map(w -> PromptCompletion.prompt(tokenizer, w.prompt())).toList());
        Sampling sampling = Sampling.at(1, 48, Set.of(tokenizer.eos().orElseThrow()));
        Map<String, List<String>> out = new HashMap<>();
        for (Continuation c : new CausalGenerator(policy, 640).generate(prompts, each, sampling, seeds,
                n -> listener.progress("samples of the base", n, prompts.size(), "words", ""))) {
            out.computeIfAbsent(words.get(c.prompt()).id(), k -> new ArrayList<>()).add(tokenizer.decode(c.ids()));
        }
        return out;
    }

    private static List<Synset> choose(List<Synset> from, int n, Seeds seeds) {
        return Arrays.stream(seeds.permutation(from.size())).limit(n).mapToObj(from::get).toList();
    }
}
