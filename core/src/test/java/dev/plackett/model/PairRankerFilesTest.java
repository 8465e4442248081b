package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Fixtures;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.FormatException;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.io.WeightFiles;
import dev.plackett.tensor.ParameterStore.Group;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Folders in the layout of the released PairRM: names and shapes as in its class; the released file itself was never had. */
class PairRankerFilesTest {

    private static final String RANKER_CONFIG = """
        {"ranker_type": "pairranker", "model_type": "deberta", "model_name": "microsoft/deberta-v3-%s", "cache_dir": "x", "load_checkpoint": null,
         "source_maxlength": 1224, "candidate_maxlength": 412, "n_tasks": 1, "num_pos": 5, "num_neg": 5, "drop_out": 0.05, "loss_type": "instructgpt",
         "fp16": true, "inference_mode": "bubble", "device": "cpu"}""";
    private static final Row PAIR = Row.of(new int[] {1, 5, 9, 2}, new int[] {1, 6, 10, 2}, new int[] {1, 7, 11, 12, 2});

    @TempDir
    Path folder;

    /** The names and shapes that SPPO specification 6.3 lists, written out without the code under test. */
    private static Map<String, long[]> listed(int vocabulary, int d, int layers, int mlp) {
        Map<String, long[]> out = new TreeMap<>();
        out.put("pretrained_model.embeddings.word_embeddings.weight", new long[] {vocabulary, d});
        out.put("pretrained_model.encoder.rel_embeddings.weight", new long[] {512, d});
        out.put("head_layer.1.weight", new long[] {d, 2L * d});
        out.put("head_layer.1.bias", new long[] {d});
        out.put("head_layer.4.weight", new long[] {1, d});
        out.put("head_layer.4.bias", new long[] {1});
        for (String norm : List.of("embeddings.LayerNorm", "encoder.LayerNorm")) {
            out.put("pretrained_model." + norm + ".weight", new long[] {d});
            out.put("pretrained_model." + norm + ".bias", new long[] {d});
        }
        for (int n = 0; n < layers; n++) {
            String layer = "pretrained_model.encoder.layer." + n + ".";
            for (String projection : List.of("attention.self.query_proj", "attention.self.key_proj", "attention.self.value_proj", "attention.output.dense")) {
                out.put(layer + projection + ".weight", new long[] {d, d});
                out.put(layer + projection + ".bias", new long[] {d});
            }
            for (String norm : List.of("attention.output.LayerNorm", "output.LayerNorm")) {
                out.put(layer + norm + ".weight", new long[] {d});
                out.put(layer + norm + ".bias", new long[] {d});
            }
            out.put(layer + "intermediate.dense.weight", new long[] {mlp, d});
            out.put(layer + "intermediate.dense.bias", new long[] {mlp});
            out.put(layer + "output.dense.weight", new long[] {d, mlp});
            out.put(layer + "output.dense.bias", new long[] {d});
        }
        return out;
    }

    @Test
    void thePublishedSizesAskForTheListedNamesAndShapes() {
        Map<String, long[]> wanted = listed(128005, 1024, 24, 4096);
        Map<String, long[]> groups = PairRanker.groups(DebertaConfig.of(128005, 1024, 24, 16, 4096, 256, 512)).stream()
            .map(Group::members).flatMap(List::stream).collect(Collectors.toMap(p -> p.name(), p -> p.shape(), (a, b) -> a, TreeMap::new));
        assertThat(groups.keySet()).isEqualTo(wanted.keySet()).hasSize(394);
        wanted.forEach((name, shape) -> assertThat(groups.get(name)).as(name).isEqualTo(shape));
        long parameters = wanted.values().stream().mapToLong(PairRankerFilesTest::size).sum();
        assertThat(parameters * 4).as("bytes in float32: the published file has 1.74 GB").isBetween(1_744_000_000L, 1_744_100_000L);
    }

    @Test
    void llmBlendersFolderLoadsByTheNameOfItsEncoder() throws IOException {
        write(listed(40, 384, 12, 1536), 2, "model-%d.safetensors");
        Files.writeString(folder.resolve("config.json"), RANKER_CONFIG.formatted("xsmall"));
        checkLoaded(40, 384, 12);
        Files.move(folder.resolve("config.json"), folder.resolve("ranker_config.json"));
        checkLoaded(40, 384, 12);
    }

    @Test
    void transformersFolderLoadsAndMayHoldPositionBuffers() throws IOException {
        Map<String, long[]> shapes = listed(40, 16, 2, 32);
        shapes.put("pretrained_model.embeddings.position_ids", new long[] {1, 512});
        write(shapes, 1, "model.safetensors");
        Files.writeString(folder.resolve("config.json"), DebertaConfig.of(40, 16, 2, 2, 32, 256, 512).raw().deepCopy().put("n_tasks", 1)
            .put("architectures", "DebertaV2PairRM").toString());
        checkLoaded(40, 16, 2);
    }

    @Test
    void configurationsAreRefusedByField() throws IOException {
        write(listed(40, 16, 2, 32), 1, "model.safetensors");
        Path config = folder.resolve("config.json");
        Files.writeString(config, RANKER_CONFIG.formatted("xlarge"));
        refused("model_name", "expected one of [microsoft/deberta-v3-base,", "found 'microsoft/deberta-v3-xlarge'");
        Files.writeString(config, RANKER_CONFIG.formatted("base").replace("pairranker", "summareranker"));
        refused("ranker_type", "expected 'pairranker', found 'summareranker'");
        Files.writeString(config, RANKER_CONFIG.formatted("base").replace("\"n_tasks\": 1", "\"n_tasks\": 2"));
        refused("n_tasks", "expected 1, found 2");
        Files.writeString(config, DebertaConfig.of(40, 16, 2, 2, 32, 256, 512).raw().deepCopy().put("plackett_pooling", "max").toString());
        refused("plackett_pooling", "expected one of [prefix, mean], found 'max'");
        Files.writeString(config, RANKER_CONFIG.formatted("base"));
        refused("has shape [40, 16] where the configuration asks for [40, 768]");
    }

    @Test
    void aRankerStartsFromAnEncodersFolder() throws IOException {
        Path encoder = Fixtures.path("models/deberta-v2");
        try (Scope scope = Scope.open(); WeightFiles weights = WeightFiles.open(encoder);
             PairRanker ranker = PairRanker.overEncoder(encoder, PairRanker.Pooling.MEAN, Seeds.of(1), ScalarType.Float, ScalarType.Float)) {
            String name = "encoder.layer.1.attention.self.key_proj.weight";
            assertThat(Tensors.toFloats(ranker.parameters().master("pretrained_model." + name))).isEqualTo(Tensors.toFloats(weights.read(name)));
            assertThat(Tensors.toFloats(ranker.parameters().master("head_layer.1.weight"))[0]).isNotZero();
            ranker.save(folder, ScalarType.Float);
            try (PairRanker again = PairRanker.frozen(folder, ScalarType.Float)) {
                assertThat(again.config().pooling()).isEqualTo(PairRanker.Pooling.MEAN);
                assertThat(again.score(TokenBatch.of(PAIR), Want.SEQUENCES).values()).isEqualTo(ranker.score(TokenBatch.of(PAIR), Want.SEQUENCES).values());
            }
        }
    }

    /** The full names and shapes in eight bfloat16 shards, 0.9 GB on disk and 1.7 GB in memory: {@code -Dplackett.big=true}. */
    @Test
    @EnabledIfSystemProperty(named = "plackett.big", matches = "true")
    void aFolderOfThePublishedSizeLoads() throws IOException {
        write(listed(128005, 1024, 24, 4096), 8, "model-%d.safetensors");
        Files.writeString(folder.resolve("config.json"), RANKER_CONFIG.formatted("large"));
        checkLoaded(128005, 1024, 24);
    }

    private void checkLoaded(int vocabulary, int width, int layers) {
        try (Scope scope = Scope.open(); PairRanker ranker = PairRanker.frozen(folder, ScalarType.Float); WeightFiles weights = WeightFiles.open(folder)) {
            PairRankerConfig config = ranker.config();
            assertThat(List.of(config.encoder().vocabulary(), config.encoder().width(), config.encoder().layers()))
                .containsExactly(vocabulary, width, layers);
            assertThat(List.of(config.sourceLength(), config.candidateLength(), config.encoder().buckets(), config.encoder().maxRelative()))
                .containsExactly(1224, 412, 256, 512);
            assertThat(config.pooling()).isEqualTo(PairRanker.Pooling.PREFIX);
            for (String name : List.of("head_layer.1.weight", "pretrained_model.encoder.layer." + (layers - 1) + ".output.dense.weight")) {
                assertThat(Tensors.toFloats(ranker.parameters().master(name).flatten().narrow(0, 0, 16)))
                    .isEqualTo(Tensors.toFloats(weights.read(name).flatten().narrow(0, 0, 16)));
            }
            assertThat(ranker.score(TokenBatch.of(PAIR), Want.SEQUENCES).values()).hasSize(2).doesNotContain(Double.NaN);
        }
    }

    private void refused(String... parts) {
        assertThatThrownBy(() -> PairRanker.frozen(folder, ScalarType.Float)).isInstanceOf(FormatException.class).hasMessageContainingAll(parts);
    }

    /** Writes random bfloat16 weights, one shard at a time. */
    private void write(Map<String, long[]> shapes, int shards, String file) throws IOException {
        Map<String, String> index = new TreeMap<>();
        List<String> names = List.copyOf(shapes.keySet());
        for (int shard = 0; shard < shards; shard++) {
            try (Scope scope = Scope.open()) {
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                for (int i = shard; i < names.size(); i += shards) {
                    Tensor values = Tensors.zeros(ScalarType.BFloat16, shapes.get(names.get(i)));
                    tensors.put(names.get(i), names.get(i).endsWith("position_ids") ? values.to(ScalarType.Long) : values.normal_().mul_(Tensors.scalar(0.02)));
                    index.put(names.get(i), file.formatted(shard));
                }
                SafetensorsWriter.write(folder.resolve(file.formatted(shard)), tensors, Map.of("format", "pt"));
            }
        }
        if (shards > 1) {
            Files.writeString(folder.resolve("model.safetensors.index.json"), "{\"weight_map\": {" + index.entrySet().stream()
                .map(e -> "\"" + e.getKey() + "\": \"" + e.getValue() + "\"").collect(Collectors.joining(", ")) + "}}");
        }
    }

    private static long size(long[] shape) {
        long n = 1;
        for (long s : shape) {
            n *= s;
        }
        return n;
    }
}
