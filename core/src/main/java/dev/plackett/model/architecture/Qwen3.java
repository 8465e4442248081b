package dev.plackett.model.architecture;

import dev.plackett.model.Architecture;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderNames;
import dev.plackett.model.DecoderPlan;
import java.util.Set;

/** Qwen 3: a Llama with RMS norms on the query and key heads, whose size is independent of the width. */
public final class Qwen3 implements Architecture {

    @Override
    public Set<String> modelTypes() {
        return Set.of("qwen3");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        DecoderPlan llama = LlamaFields.plan(fields);
        boolean attention = fields.flag("attention_bias", false);
        return llama.with(DecoderNames.LLAMA.withHeadNorms()).with(new DecoderPlan.Biases(attention, attention, false))
            .with(llama.rotations(), LlamaFields.mixed(fields, llama.shape().layers()));
    }
}
