package dev.plackett.recipe;

import dev.plackett.data.TokenBatch;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.PairRanker;
import dev.plackett.model.Want;
import dev.plackett.report.ContentHash;
import dev.plackett.report.MetricTable;
import dev.plackett.report.html.Report;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Scoring;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Measures the models that ship: the base on definitions of words that it never saw, the rankers on the same words. */
final class EmbeddedRun implements RecipeKind<EmbeddedRun.Config> {

    private static final long TOKENS = 4096;
    private static final List<String> RANKERS = List.of("ranker-1", "ranker-2");

    /** Configuration. */
    public record Config(@Doc("Words of split T.") @Default("1500") @Range(min = 10) int words) {}

    @Override
    public String name() {
        return "embedded-models";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public String purpose() {
        return "Measure the models that ship, on words that none of them saw.";
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        Path base = EmbeddedModels.unpack("base", context.folder().path().resolve("inputs"));
        WordNet wordNet = WordNet.load();
        List<Synset> words = RankerData.choose(wordNet.of(Synset.Split.T), config.words(), Seeds.of(0).at("test words"));
        context.stage("base", 20, ContentHash.none().path("base", base, context.digests()), stage -> base(base, words, context));
        for (String ranker : RANKERS) {
            Path folder = EmbeddedModels.unpack(ranker, context.folder().path().resolve("inputs"));
            ContentHash both = ContentHash.none().path("base", base, context.digests()).path("ranker", folder, context.digests());
            context.stage(ranker, 30, both, stage -> ranker(ranker, folder, base, wordNet, words, context));
        }
        MetricTable metrics = context.folder().metrics();
        Report report = Report.titled("The models that ship", "Measured on words of split T, which none of them saw")
            .section("Base").text(String.format(java.util.Locale.ROOT, "%.4f nats per token on definitions.", metrics.series("base").last("nll_per_token")));
        List<dev.plackett.report.Claim> claims = new ArrayList<>();
        for (String ranker : RANKERS) {
            MetricTable accuracy = metrics.series("accuracy").where("model", ranker);
            report = report.section(ranker).table(RankerAccuracy.table(accuracy));
            claims.add(RankerAccuracy.claim(accuracy, ranker));
        }
        return new Conclusion(report, claims, List.of());
    }

    private static void base(Path folder, List<Synset> words, RunContext context) {
        try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(folder); Decoder model = Decoder.frozen(folder, ScalarType.Float)) {
            List<TokenBatch> rows = words.stream().map(w -> TokenBatch.of(PromptCompletion.of(tokenizer, w.prompt(), w.answer(), true,
                PromptCompletion.Straddle.ERROR).row())).toList();
            double sum = Arrays.stream(Scoring.all(new CausalScorer(model), rows, Want.SEQUENCES, TOKENS, context.stop()).values()).sum();
            context.listener().metrics("base", Map.of(), Map.of("nll_per_token", -sum / rows.stream().mapToLong(TokenBatch::scoredTokens).sum(),
                "parameters", (double) model.plan().count()));
        }
    }

    private static void ranker(String name, Path folder, Path base, WordNet wordNet, List<Synset> words, RunContext context) {
        try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(base); Decoder policy = Decoder.frozen(base, ScalarType.Float);
             PairRanker ranker = PairRanker.frozen(folder, ScalarType.Float)) {
            Map<String, List<String>> samples = RankerData.samples(policy, tokenizer, words, 1, Seeds.of(0), context.listener());
            RankerAccuracy.emit(ranker, tokenizer, RankerData.of(wordNet, words, samples), Map.of("model", name), context.listener(), context.stop());
        }
    }
}
