package dev.plackett.model.architecture;

import dev.plackett.io.FormatException;
import dev.plackett.model.CausalModel;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.RopeFrequencies;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What Llama and its relatives write into {@code config.json} in the same way. */
final class LlamaFields {

    private LlamaFields() {}

    /** A Llama of these fields. */
    static DecoderPlan plan(ConfigFields fields) {
        CausalModel.Shape shape = shape(fields);
        fields.expect("hidden_act", "silu", "silu");
        return DecoderPlan.llama(shape, fields.positive("intermediate_size"), fields.above0("rms_norm_eps", 1e-6),
            fields.flag("tie_word_embeddings", false), RopeFrequencies.read(fields, shape.headSize()), fields.json());
    }

    static CausalModel.Shape shape(ConfigFields fields) {
        int width = fields.positive("hidden_size");
        int heads = fields.positive("num_attention_heads");
        int kvHeads = fields.positive("num_key_value_heads", heads);
        if (fields.absent("head_dim") && width % heads != 0) {
            throw new FormatException(fields.file(), "num_attention_heads", heads + " does not divide hidden_size " + width);
        }
        int headSize = fields.positive("head_dim", width / heads);
        if (heads % kvHeads != 0) {
            throw new FormatException(fields.file(), "num_key_value_heads", kvHeads + " does not divide num_attention_heads " + heads);
        }
        if (headSize % 2 != 0) {
            throw new FormatException(fields.file(), "head_dim", headSize + " is odd: rotary embeddings need pairs");
        }
        return new CausalModel.Shape(fields.positive("vocab_size"), width, fields.positive("num_hidden_layers"), heads, kvHeads, headSize,
            fields.positive("max_position_embeddings", 2048));
    }

    /** All layers alike: the first rotation, and a window where {@code sliding_window} is given. */
    static List<DecoderPlan.Layer> uniform(ConfigFields fields, int layers) {
        int window = fields.absent("sliding_window") ? 0 : fields.positive("sliding_window");
        return Collections.nCopies(layers, new DecoderPlan.Layer(0, window));
    }

    /**
     * Layers by {@code layer_types}, or where that is absent by {@code use_sliding_window} and {@code max_window_layers}: the layers from there on slide.
     */
    static List<DecoderPlan.Layer> mixed(ConfigFields fields, int layers) {
        List<DecoderPlan.Layer> out = new ArrayList<>();
        boolean sliding = fields.flag("use_sliding_window", false) && !fields.absent("sliding_window");
        int from = fields.absent("max_window_layers") ? 0 : fields.json().path("max_window_layers").asInt(0);
        for (int i = 0; i < layers; i++) {
            boolean slides = fields.absent("layer_types") ? sliding && i >= from : slides(fields, i, layers);
            out.add(new DecoderPlan.Layer(0, slides ? fields.positive("sliding_window") : 0));
        }
        return out;
    }

    /** Whether {@code layer_types} says that a layer slides. */
    static boolean slides(ConfigFields fields, int layer, int layers) {
        JsonNode types = fields.json().path("layer_types");
        if (!types.isArray() || types.size() != layers) {
            throw new FormatException(fields.file(), "layer_types", "expected a list of " + layers + " kinds, found " + types);
        }
        String type = types.get(layer).asString("");
        if (!List.of("full_attention", "sliding_attention").contains(type)) {
            throw new FormatException(fields.file(), "layer_types[" + layer + "]", "expected full_attention or sliding_attention, found " + types.get(layer));
        }
        return type.equals("sliding_attention");
    }
}
