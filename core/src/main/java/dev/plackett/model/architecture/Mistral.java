package dev.plackett.model.architecture;

import dev.plackett.model.Architecture;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderPlan;
import java.util.Set;

/** Mistral: a Llama whose layers may all look back over a window only. */
public final class Mistral implements Architecture {

    @Override
    public Set<String> modelTypes() {
        return Set.of("mistral");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        DecoderPlan llama = LlamaFields.plan(fields);
        return llama.with(llama.rotations(), LlamaFields.uniform(fields, llama.shape().layers()));
    }
}
