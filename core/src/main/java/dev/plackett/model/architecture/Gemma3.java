package dev.plackett.model.architecture;

import dev.plackett.io.FormatException;
import dev.plackett.model.Architecture;
import dev.plackett.model.CausalModel;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderNames;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.RopeFrequencies;
import dev.plackett.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Gemma 3, text: norms before and after both halves of a layer and on query and key heads, all times one plus their weight; scaled embeddings; a gated
 * GELU layer; windows in most layers, with their own rotation. (Soft-capping, which its predecessor had, is off in it, and refused.)
 */
public final class Gemma3 implements Architecture {

    private static final int SLIDING = 1;

    @Override
    public Set<String> modelTypes() {
        return Set.of("gemma3_text");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        for (String name : List.of("attn_logit_softcapping", "final_logit_softcapping")) {
            if (!fields.absent(name)) {
                throw new FormatException(fields.file(), name, "soft-capping is not supported, found " + fields.json().path(name));
            }
        }
        if (fields.flag("use_bidirectional_attention", false)) {
            throw new FormatException(fields.file(), "use_bidirectional_attention", "expected false: a language model attends to what came before");
        }
        fields.expect("hidden_activation", "gelu_pytorch_tanh", "gelu_pytorch_tanh");
        CausalModel.Shape shape = LlamaFields.shape(fields);
        RopeFrequencies full = RopeFrequencies.of(fields, "full_attention", "rope_theta", 1_000_000, shape.headSize());
        RopeFrequencies sliding = RopeFrequencies.of(fields, "sliding_attention", "rope_local_base_freq", 10_000, shape.headSize());
        DecoderPlan llama = DecoderPlan.llama(shape, fields.positive("intermediate_size"), fields.above0("rms_norm_eps", 1e-6),
            fields.flag("tie_word_embeddings", true), full, fields.json());
        return llama.with(DecoderNames.LLAMA.withHeadNorms().withSandwichNorms()).with(DecoderPlan.Norm.RMS_PLUS_ONE).with(Activation.GELU_TANH, true)
            .withScales(Math.sqrt(shape.width()), 1 / Math.sqrt(fields.above0("query_pre_attn_scalar", shape.headSize())))
            .with(List.of(full, sliding), layers(fields, shape.layers()));
    }

    private static List<DecoderPlan.Layer> layers(ConfigFields fields, int layers) {
        int pattern = fields.positive("sliding_window_pattern", fields.positive("_sliding_window_pattern", 6));
        List<DecoderPlan.Layer> out = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            boolean slides = fields.absent("layer_types") ? (i + 1) % pattern != 0 : LlamaFields.slides(fields, i, layers);
            out.add(slides ? new DecoderPlan.Layer(SLIDING, fields.positive("sliding_window", 4096)) : new DecoderPlan.Layer(0, 0));
        }
        return out;
    }
}
