package dev.plackett.recipe;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.judge.PairRmInput;
import dev.plackett.model.DebertaConfig;
import dev.plackett.model.Decoder;
import dev.plackett.model.PairRanker;
import dev.plackett.objective.Objective;
import dev.plackett.report.ContentHash;
import dev.plackett.report.Stage;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.Tokenizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.Settings;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The stages of a ranker's training: draw negatives from the base, train under the head that reads means, train under PairRM's, measure. */
final class RankerTraining {

    private static final long TOKENS = 3400;
    private static final int BATCH = 64;
    private static final int CHECKPOINT_STEPS = 200;
    private static final String EMBEDDING = "pretrained_model.embeddings.word_embeddings.weight";

    private final RankerRun.Config config;
    private final Path base;
    private final RunContext context;
    private final WordNet wordNet = WordNet.load();
    private final Seeds seeds;
    private final List<Synset> words;
    private final List<Synset> test;

    RankerTraining(RankerRun.Config config, Path base, RunContext context) {
        this.config = config;
        this.base = base;
        this.context = context;
        this.seeds = Seeds.of(config.seed()).at("ranker");
        this.words = RankerData.choose(wordNet.of(config.split()), config.model().sampledWords(), seeds.at("words"));
        this.test = RankerData.choose(wordNet.of(Synset.Split.T), config.model().measuredWords(), Seeds.of(0).at("test words"));
    }

    /** Does all stages; the last one's folder holds {@code model}. */
    Path run() throws Exception {
        ContentHash from = ContentHash.none().path("base", base, context.digests());
        Path drawn = context.stage("sample", 90, from, stage -> stage.shard("samples.jsonl", target -> write(target, samples())));
        Map<String, List<String>> samples = read(drawn.resolve("samples.jsonl"));
        Path pooled = context.stage("train under the mean head", 250, from.path("samples", drawn, context.digests()), stage -> {
            try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(base); PairRanker ranker = initialised(tokenizer)) {
                train(ranker, tokenizer, samples, config.model().pooledSteps(), config.model().pooledRate(), seeds.at("pooled"), "mean head", stage);
                ranker.save(stage.file("model"), ScalarType.Float);
            }
        });
        return context.stage("train", 650, from.path("pooled", pooled, context.digests()), stage -> {
            try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(base);
                 PairRanker begun = PairRanker.trainable(pooled.resolve("model"), ScalarType.Float, ScalarType.Float)) {
                PairRanker ranker = begun.reading(PairRanker.Pooling.PREFIX);
                train(ranker, tokenizer, samples, config.model().steps(), config.model().rate(), seeds.at("prefix"), "PairRM head", stage);
                ranker.save(stage.file("model"), ScalarType.BFloat16);
                RankerAccuracy.emit(ranker, tokenizer, RankerData.of(wordNet, test, samples), Map.of(), context.listener(), stage.stop());
            }
            new ModelFolder(base).copyCompanions(stage.file("model"));
        });
    }

    private PairRanker initialised(Tokenizer tokenizer) {
        try (Scope scope = Scope.open(); Decoder policy = Decoder.frozen(base, ScalarType.Float)) {
            RankerRun.Model shape = config.model();
            DebertaConfig deberta = DebertaConfig.of(tokenizer.size(), policy.shape().width(), shape.layers(), shape.heads(), shape.mlp(), 32, 128);
            deberta.raw().put("source_maxlength", 32).put("candidate_maxlength", 48);
            PairRanker ranker = PairRanker.initialised(deberta, PairRanker.Pooling.MEAN, seeds, ScalarType.Float, ScalarType.Float);
            ParameterStore store = ranker.parameters();
            try (NoGradGuard off = new NoGradGuard()) {
                store.master(EMBEDDING).copy_(policy.parameters().master("model.embed_tokens.weight"));
            }
            store.refresh();
            context.listener().info(String.format(Locale.ROOT, "%,d parameters, %,d of them beyond the embeddings", store.count(),
                store.count() - (long) tokenizer.size() * policy.shape().width()));
            return ranker;
        }
    }

    private void train(PairRanker ranker, Tokenizer tokenizer, Map<String, List<String>> samples, int steps, double rate, Seeds order, String head, Stage stage) {
        if (steps == 0) {
            return;
        }
        PairRmInput input = RankerAccuracy.input(tokenizer);
        RankerData data = RankerData.of(wordNet, words, samples);
        Settings settings = new Settings(rate, BATCH, 1, 1, Schedule.Shape.COSINE, 0.05, Settings.Rule.ADAMW, 0.01, 1, TOKENS);
        try (TrainingLoop<TokenBatch> loop = new TrainingLoop<>(ranker, ranker.parameters(), settings, steps * BATCH, i -> {
            RankerData.Comparison c = data.draw(order, i);
            boolean rightFirst = order.at("order").at(i).uniform() < 0.5;
            return new Example<>(TokenBatch.of(rightFirst ? input.row(c.prompt(), c.right(), c.wrong()) : input.row(c.prompt(), c.wrong(), c.right())),
                Columns.of(Column.PAIR_WIN, rightFirst ? 1 : 0));
        }, order)) {
            CheckpointedTraining.run(loop, Objective.bradleyTerry(0), head, Map.of("head", head), stage, context.listener(), CHECKPOINT_STEPS);
        }
    }

    /** Two answers for each word that trains, one for each that measures. */
    private Map<String, List<String>> samples() {
        try (Scope scope = Scope.open(); Tokenizer tokenizer = Tokenizer.open(base); Decoder policy = Decoder.frozen(base, ScalarType.Float)) {
            Map<String, List<String>> all = new HashMap<>(RankerData.samples(policy, tokenizer, words, 2, seeds, context.listener()));
            all.putAll(RankerData.samples(policy, tokenizer, test, 1, Seeds.of(0), context.listener()));
            return all;
        }
    }

    private static void write(Path file, Map<String, List<String>> samples) {
        JsonLines.write(file, samples.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(e -> {
            ObjectNode row = Json.object().put("synset", e.getKey());
            row.set("answers", Json.MAPPER.valueToTree(e.getValue()));
            return row;
        }));
    }

    private static Map<String, List<String>> read(Path file) {
        Map<String, List<String>> samples = new HashMap<>();
        for (ObjectNode row : JsonLines.read(file)) {
            samples.put(row.get("synset").stringValue(), row.get("answers").valueStream().map(JsonNode::stringValue).toList());
        }
        return samples;
    }
}
