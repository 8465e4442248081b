package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.WeightFiles;
import dev.plackett.model.PairRanker.Pooling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a pair ranker's folder says about it, in either of its two published forms: LLM-Blender's {@code ranker_config.json} (also under the name
 * {@code config.json}), which names its encoder, and transformers' {@code config.json}, which describes it.
 *
 * @param encoder         the encoder
 * @param pooling         what the head reads
 * @param sourceLength    most tokens of a source (PairRM: 1224)
 * @param candidateLength most tokens of a candidate, beside half of what the source leaves (PairRM: 412)
 */
public record PairRankerConfig(DebertaConfig encoder, Pooling pooling, int sourceLength, int candidateLength) {

    public PairRankerConfig {
        if (Math.min(sourceLength, candidateLength) < 1) {
            throw new IllegalArgumentException("a source of " + sourceLength + " and candidates of " + candidateLength + " tokens, expected at least 1 each");
        }
    }

    private static final String POOLING = "plackett_pooling";
    private static final String SOURCE = "source_maxlength";
    private static final String CANDIDATE = "candidate_maxlength";

    /** The encoders that a {@code ranker_config.json} may name: width, layers, heads, feed-forward width. */
    private static final Map<String, int[]> ENCODERS = new TreeMap<>(Map.of(
        "microsoft/deberta-v3-xsmall", new int[] {384, 12, 6, 1536},
        "microsoft/deberta-v3-small", new int[] {768, 6, 12, 3072},
        "microsoft/deberta-v3-base", new int[] {768, 12, 12, 3072},
        "microsoft/deberta-v3-large", new int[] {1024, 24, 16, 4096}));

    /** A configuration for an encoder; lengths from the fields {@code source_maxlength} and {@code candidate_maxlength} beside the encoder's own. */
    public static PairRankerConfig of(DebertaConfig encoder, Pooling pooling) {
        return of(Path.of("config.json"), encoder, encoder.raw(), pooling);
    }

    /**
     * Reads a folder's configuration.
     *
     * @param weights the folder's weights: LLM-Blender's form does not tell the vocabulary
     * @throws FormatException naming the field that is missing or not supported
     */
    static PairRankerConfig read(Path folder, WeightFiles weights) {
        Path file = Files.exists(folder.resolve("config.json")) ? folder.resolve("config.json") : folder.resolve("ranker_config.json");
        ObjectNode json = Json.object(file);
        ConfigFields fields = new ConfigFields(file, json);
        if (fields.positive("n_tasks", 1) != 1) {
            throw new FormatException(file, "n_tasks", "expected 1, found " + json.path("n_tasks"));
        }
        DebertaConfig encoder = fields.absent("ranker_type") ? DebertaConfig.read(file) : named(file, fields, weights);
        return of(file, encoder, json, pooling(file, fields.text(POOLING, Pooling.PREFIX.name())));
    }

    /** The file that describes this ranker in transformers' form. */
    ObjectNode json() {
        ObjectNode json = encoder.raw().deepCopy();
        json.putArray("architectures").add("DebertaV2PairRM");
        return json.put("n_tasks", 1).put(POOLING, pooling.name().toLowerCase(Locale.ROOT)).put(SOURCE, sourceLength).put(CANDIDATE, candidateLength);
    }

    private static PairRankerConfig of(Path file, DebertaConfig encoder, ObjectNode json, Pooling pooling) {
        ConfigFields fields = new ConfigFields(file, json);
        return new PairRankerConfig(encoder, pooling, fields.positive(SOURCE, 1224), fields.positive(CANDIDATE, 412));
    }

    private static DebertaConfig named(Path file, ConfigFields fields, WeightFiles weights) {
        fields.expect("ranker_type", "pairranker", "");
        fields.expect("model_type", "deberta", "");
        String name = fields.text("model_name", "");
        int[] sizes = ENCODERS.get(name);
        if (sizes == null) {
            throw new FormatException(file, "model_name", "expected one of " + ENCODERS.keySet() + ", found '" + name + "'");
        }
        long[] embedding = Optional.of(PairRanker.ENCODER + Deberta.EMBEDDING).filter(weights.names()::contains).map(weights::shape)
            .orElseThrow(() -> new FormatException(file, "model_name", "tells no vocabulary, and the weights have no tensor '"
                + PairRanker.ENCODER + Deberta.EMBEDDING + "'"));
        return DebertaConfig.of(Math.toIntExact(embedding[0]), sizes[0], sizes[1], sizes[2], sizes[3], 256, 512);
    }

    private static Pooling pooling(Path file, String name) {
        return Arrays.stream(Pooling.values()).filter(p -> p.name().equalsIgnoreCase(name)).findFirst().orElseThrow(() ->
            new FormatException(file, POOLING, "expected one of " + Arrays.toString(Pooling.values()).toLowerCase(Locale.ROOT) + ", found '" + name + "'"));
    }
}
