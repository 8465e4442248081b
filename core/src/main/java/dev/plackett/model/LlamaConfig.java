package dev.plackett.model;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code config.json} of a Llama says, in either dialect ({@code rope_theta}/{@code rope_scaling}/{@code torch_dtype}
 * or {@code rope_parameters}/{@code dtype}).
 *
 * @param shape         sizes
 * @param mlp           width of the feed-forward layer
 * @param eps           ε of the norms
 * @param tied          whether the head is the embedding
 * @param attentionBias whether q, k, v and o have biases
 * @param mlpBias       whether the feed-forward layers have biases
 * @param rope          rotary frequencies
 * @param raw           the file itself, from which {@link Llama#save} writes
 */
public record LlamaConfig(CausalModel.Shape shape, int mlp, double eps, boolean tied, boolean attentionBias, boolean mlpBias,
                          RopeFrequencies rope, ObjectNode raw) {

    /**
     * Reads a configuration.
     *
     * @throws FormatException naming the field that is missing, unsupported or contradictory
     */
    public static LlamaConfig read(Path file) {
        return of(file, Json.object(file));
    }

    /** A configuration that was read already; the file is named in errors. */
    public static LlamaConfig of(Path file, ObjectNode json) {
        ConfigFields fields = new ConfigFields(file, json);
        checkArchitecture(fields);
        fields.expect("hidden_act", "silu", "silu");
        int width = fields.positive("hidden_size");
        int heads = fields.positive("num_attention_heads");
        int kvHeads = fields.positive("num_key_value_heads", heads);
        int headSize = fields.positive("head_dim", width / heads);
        if (heads % kvHeads != 0) {
            throw new FormatException(file, "num_key_value_heads", kvHeads + " does not divide num_attention_heads " + heads);
        }
        if (headSize % 2 != 0) {
            throw new FormatException(file, "head_dim", headSize + " is odd: rotary embeddings need pairs");
        }
        int vocabulary = fields.positive("vocab_size");
        CausalModel.Shape shape = new CausalModel.Shape(vocabulary, width, fields.positive("num_hidden_layers"), heads, kvHeads, headSize,
            fields.positive("max_position_embeddings", 2048));
        return new LlamaConfig(shape, fields.positive("intermediate_size"), fields.number("rms_norm_eps", 1e-6),
            fields.flag("tie_word_embeddings", false), fields.flag("attention_bias", false), fields.flag("mlp_bias", false),
            RopeFrequencies.read(fields, headSize), json);
    }

    /** Mistral without a sliding window is a Llama by another name. */
    private static void checkArchitecture(ConfigFields fields) {
        String type = fields.text("model_type", "llama");
        if (!type.equals("llama") && !(type.equals("mistral") && fields.absent("sliding_window"))) {
            throw new FormatException(fields.file(), "model_type", "'" + type + (fields.absent("sliding_window") ? "'" : "' with a sliding window")
                + " is not supported; supported are llama, and mistral without a sliding window");
        }
    }

    /** A configuration for a new model, written in the older dialect that every reader knows. */
    public static LlamaConfig of(CausalModel.Shape shape, int mlp, int bos, int eos, Optional<Integer> pad) {
        ObjectNode json = Json.object();
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put("model_type", "llama").put("hidden_act", "silu").put("vocab_size", shape.vocabulary()).put("hidden_size", shape.width())
            .put("intermediate_size", mlp).put("num_hidden_layers", shape.layers()).put("num_attention_heads", shape.heads())
            .put("num_key_value_heads", shape.kvHeads()).put("head_dim", shape.headSize()).put("max_position_embeddings", shape.maxPositions())
            .put("rms_norm_eps", 1e-5).put("rope_theta", 10000.0).put("tie_word_embeddings", true).put("attention_bias", false)
            .put("mlp_bias", false).put("torch_dtype", "float32").put("bos_token_id", bos).put("eos_token_id", eos);
        pad.ifPresent(p -> json.put("pad_token_id", p.intValue()));
        return new LlamaConfig(shape, mlp, 1e-5, true, false, false, RopeFrequencies.plain(10000.0, shape.headSize()), json);
    }

    /** The fields of a configuration file, with complaints that name file and field. */
    record ConfigFields(Path file, ObjectNode json) {

        int positive(String name) {
            JsonNode node = json.path(name);
            if (!node.isIntegralNumber() || node.longValue() < 1 || node.longValue() > 1 << 30) {
                throw new FormatException(file, name, "expected a positive whole number, found "
                    + (node.isMissingNode() ? "nothing" : node.toString()));
            }
            return node.intValue();
        }

        int positive(String name, int otherwise) {
            return absent(name) ? otherwise : positive(name);
        }

        double number(String name, double otherwise) {
            if (absent(name)) {
                return otherwise;
            }
            if (!json.path(name).isNumber()) {
                throw new FormatException(file, name, "expected a number, found " + json.path(name));
            }
            return json.path(name).doubleValue();
        }

        boolean flag(String name, boolean otherwise) {
            if (absent(name)) {
                return otherwise;
            }
            if (!json.path(name).isBoolean()) {
                throw new FormatException(file, name, "expected true or false, found " + json.path(name));
            }
            return json.path(name).booleanValue();
        }

        String text(String name, String otherwise) {
            return json.path(name).isString() ? json.path(name).stringValue() : otherwise;
        }

        void expect(String name, String wanted, String otherwise) {
            String found = text(name, otherwise);
            if (!found.equals(wanted)) {
                throw new FormatException(file, name, "expected '" + wanted + "', found '" + found + "'");
            }
        }

        boolean absent(String name) {
            return json.path(name).isMissingNode() || json.path(name).isNull();
        }
    }
}
