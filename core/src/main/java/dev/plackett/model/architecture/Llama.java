package dev.plackett.model.architecture;

import dev.plackett.io.Json;
import dev.plackett.model.Architecture;
import dev.plackett.model.CausalModel;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderPlan;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Llama 2 and 3: RMS norms, rotary embeddings, grouped key/value heads, SwiGLU. */
public final class Llama implements Architecture {

    @Override
    public Set<String> modelTypes() {
        return Set.of("llama");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        boolean attention = fields.flag("attention_bias", false);
        return LlamaFields.plan(fields).with(new DecoderPlan.Biases(attention, attention, fields.flag("mlp_bias", false)));
    }

    /** A new Llama with a tied head, described in the older dialect that every reader knows. */
    public static DecoderPlan plan(CausalModel.Shape shape, int mlp, int bos, int eos, Optional<Integer> pad) {
        ObjectNode json = Json.object();
        json.putArray("architectures").add("LlamaForCausalLM");
        json.put("model_type", "llama").put("hidden_act", "silu").put("vocab_size", shape.vocabulary()).put("hidden_size", shape.width())
            .put("intermediate_size", mlp).put("num_hidden_layers", shape.layers()).put("num_attention_heads", shape.heads())
            .put("num_key_value_heads", shape.kvHeads()).put("head_dim", shape.headSize()).put("max_position_embeddings", shape.maxPositions())
            .put("rms_norm_eps", 1e-5).put("rope_theta", 10000.0).put("tie_word_embeddings", true).put("attention_bias", false)
            .put("mlp_bias", false).put("torch_dtype", "float32").put("bos_token_id", bos).put("eos_token_id", eos);
        pad.ifPresent(p -> json.put("pad_token_id", p.intValue()));
        return DecoderPlan.of(new ConfigFields(Path.of("config.json"), json));
    }
}
