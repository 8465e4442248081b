package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code config.json} of a DeBERTa-v2/v3 encoder says. Only the form that DeBERTa-v3 and PairRM use is supported; anything else is refused by name.
 *
 * @param vocabulary number of tokens
 * @param width      hidden size
 * @param layers     number of layers
 * @param heads      attention heads
 * @param mlp        width of the feed-forward layers
 * @param buckets    relative positions are put into 2·buckets rows
 * @param maxRelative the distance at which buckets end
 * @param eps        ε of the norms
 * @param raw        the file itself
 */
public record DebertaConfig(int vocabulary, int width, int layers, int heads, int mlp, int buckets, int maxRelative, double eps, ObjectNode raw) {

    public DebertaConfig {
        if (Math.min(Math.min(Math.min(vocabulary, width), Math.min(layers, heads)), Math.min(mlp, buckets)) < 1 || width % heads != 0
            || maxRelative - 1 <= buckets / 2 || !(eps > 0 && Double.isFinite(eps))) {
            throw new IllegalArgumentException("an encoder of vocabulary " + vocabulary + ", width " + width + ", layers " + layers + ", heads " + heads
                + ", feed-forward width " + mlp + ", buckets " + buckets + ", distances up to " + maxRelative + ", epsilon " + eps
                + ": expected sizes of at least 1, heads that divide the width, and distances beyond half the buckets");
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws FormatException naming the field that is missing or not supported
     */
    public static DebertaConfig read(Path file) {
        return of(file, Json.object(file));
    }

    /** A configuration for a new encoder. */
    public static DebertaConfig of(int vocabulary, int width, int layers, int heads, int mlp, int buckets, int maxPositions) {
        ObjectNode json = Json.object();
        json.put("model_type", "deberta-v2").put("vocab_size", vocabulary).put("hidden_size", width).put("num_hidden_layers", layers)
            .put("num_attention_heads", heads).put("intermediate_size", mlp).put("hidden_act", "gelu").put("layer_norm_eps", 1e-7)
            .put("relative_attention", true).put("share_att_key", true).put("norm_rel_ebd", "layer_norm").put("position_biased_input", false)
            .put("type_vocab_size", 0).put("position_buckets", buckets).put("max_position_embeddings", maxPositions)
            .put("max_relative_positions", -1).put("hidden_dropout_prob", 0.0).put("attention_probs_dropout_prob", 0.0).put("pad_token_id", 0);
        json.putArray("pos_att_type").add("p2c").add("c2p");
        return of(Path.of("config.json"), json);
    }

    private static DebertaConfig of(Path file, ObjectNode json) {
        ConfigFields fields = new ConfigFields(file, json);
        fields.expect("hidden_act", "gelu", "gelu");
        fields.expect("norm_rel_ebd", "layer_norm", "none");
        expect(file, "relative_attention", fields.flag("relative_attention", false), true);
        expect(file, "share_att_key", fields.flag("share_att_key", false), true);
        expect(file, "position_biased_input", fields.flag("position_biased_input", true), false);
        // Older files write "p2c|c2p".
        Set<String> attention = new TreeSet<>(List.of(json.path("pos_att_type").toString().replaceAll("[\\[\\]\" ]", "").split("[|,]")));
        if (!attention.equals(Set.of("p2c", "c2p"))) {
            throw new FormatException(file, "pos_att_type", "expected [\"p2c\", \"c2p\"], found " + json.path("pos_att_type"));
        }
        for (String absent : new String[] {"type_vocab_size", "conv_kernel_size"}) {
            if (fields.number(absent, 0) != 0) {
                throw new FormatException(file, absent, "expected 0, found " + json.path(absent));
            }
        }
        int width = fields.positive("hidden_size");
        int heads = fields.positive("num_attention_heads");
        if (width % heads != 0) {
            throw new FormatException(file, "num_attention_heads", heads + " does not divide hidden_size " + width);
        }
        expect(file, "embedding_size", fields.positive("embedding_size", width), width);
        expect(file, "attention_head_size", fields.positive("attention_head_size", width / heads), width / heads);
        int buckets = fields.positive("position_buckets");
        double relative = fields.number("max_relative_positions", -1);
        int maxRelative = relative < 1 ? fields.positive("max_position_embeddings") : (int) relative;
        if (maxRelative - 1 <= buckets / 2) {
            throw new FormatException(file, "position_buckets", buckets + " buckets leave no room for logarithmic ones below a distance of " + maxRelative);
        }
        return new DebertaConfig(fields.positive("vocab_size"), width, fields.positive("num_hidden_layers"), heads,
            fields.positive("intermediate_size"), buckets, maxRelative, fields.above0("layer_norm_eps", 1e-7), json);
    }

    /**
     * The row of the relative embedding for query position i and key position j with i − j = {@code distance}:
     * near distances have a row each, far ones share rows on a logarithmic scale.
     */
    public int bucketRow(int distance) {
        int half = buckets / 2;
        int magnitude = Math.abs(distance);
        int bucket = magnitude;
        if (magnitude > half) {
            // The largest distance must land on its own ceiling exactly, so the ratio is kept at 1 there.
            double ratio = magnitude == maxRelative - 1 ? 1 : Math.log((double) magnitude / half) / Math.log((double) (maxRelative - 1) / half);
            bucket = (int) Math.ceil(ratio * (half - 1)) + half;
        }
        int signed = distance < 0 ? -bucket : bucket;
        return Math.max(0, Math.min(2 * buckets - 1, signed + buckets));
    }

    private static void expect(Path file, String name, Object found, Object expected) {
        if (!found.equals(expected)) {
            throw new FormatException(file, name, "expected " + expected + ", found " + found);
        }
    }
}
