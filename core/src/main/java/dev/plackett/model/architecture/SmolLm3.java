package dev.plackett.model.architecture;

import dev.plackett.io.FormatException;
import dev.plackett.model.Architecture;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** SmolLM 3: a Llama that leaves the rotation out in some layers. */
public final class SmolLm3 implements Architecture {

    @Override
    public Set<String> modelTypes() {
        return Set.of("smollm3");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        DecoderPlan llama = LlamaFields.plan(fields);
        boolean attention = fields.flag("attention_bias", false);
        int layers = llama.shape().layers();
        List<DecoderPlan.Layer> windows = LlamaFields.mixed(fields, layers);
        List<DecoderPlan.Layer> out = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            out.add(new DecoderPlan.Layer(rotates(fields, i, layers) ? 0 : -1, windows.get(i).window()));
        }
        return llama.with(new DecoderPlan.Biases(attention, attention, fields.flag("mlp_bias", false))).with(llama.rotations(), out);
    }

    /** {@code no_rope_layers} has 1 where a layer rotates, in spite of its name; without it every so-many-th layer does not. */
    private static boolean rotates(ConfigFields fields, int layer, int layers) {
        JsonNode listed = fields.json().path("no_rope_layers");
        if (fields.absent("no_rope_layers")) {
            return (layer + 1) % fields.positive("no_rope_layer_interval", 4) != 0;
        }
        if (!listed.isArray() || listed.size() != layers) {
            throw new FormatException(fields.file(), "no_rope_layers", "expected a list of " + layers + " numbers, found " + listed);
        }
        return listed.get(layer).asInt(-1) == 1;
    }
}
