package dev.plackett.model.architecture;

import dev.plackett.model.Architecture;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderPlan;
import java.util.Set;

/** Qwen 2 and 2.5: a Llama with biases on query, key and value, and windows in some layers. */
public final class Qwen2 implements Architecture {

    @Override
    public Set<String> modelTypes() {
        return Set.of("qwen2");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        DecoderPlan llama = LlamaFields.plan(fields);
        return llama.with(new DecoderPlan.Biases(true, false, false)).with(llama.rotations(), LlamaFields.mixed(fields, llama.shape().layers()));
    }
}
