package dev.plackett.model.architecture;

import dev.plackett.model.Architecture;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderNames;
import dev.plackett.model.DecoderPlan;
import java.util.Set;

/** Phi-3 and Phi-4: a Llama with fused projections, windows, and rotations of a part of each head. */
public final class Phi3 implements Architecture {

    @Override
    public Set<String> modelTypes() {
        return Set.of("phi3");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        DecoderPlan llama = LlamaFields.plan(fields);
        return llama.with(DecoderNames.LLAMA.withFusedProjections()).with(llama.rotations(), LlamaFields.uniform(fields, llama.shape().layers()));
    }
}
