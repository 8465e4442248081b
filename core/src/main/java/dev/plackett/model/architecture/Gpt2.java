package dev.plackett.model.architecture;

import dev.plackett.io.FormatException;
import dev.plackett.model.Architecture;
import dev.plackett.model.CausalModel;
import dev.plackett.model.ConfigFields;
import dev.plackett.model.DecoderNames;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.RopeFrequencies;
import dev.plackett.nn.Activation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** GPT-2: learnt positions, layer norms, biases throughout, projections stored {@code [in, out]}. Its files name tensors with or without {@code transformer.}. */
public final class Gpt2 implements Architecture {

    private static final String PREFIX = "transformer.";
    private static final DecoderNames NAMES = new DecoderNames(PREFIX + "wte", Optional.of(PREFIX + "wpe"), PREFIX + "h.%d.", "ln_1", List.of("attn.c_attn"),
        Optional.empty(), Optional.empty(), "attn.c_proj", Optional.empty(), "ln_2", List.of("mlp.c_fc"), "mlp.c_proj", Optional.empty(), PREFIX + "ln_f",
        "lm_head");

    @Override
    public Set<String> modelTypes() {
        return Set.of("gpt2");
    }

    @Override
    public DecoderPlan plan(ConfigFields fields) {
        fields.expect("activation_function", "gelu_new", "gelu_new");
        for (String name : List.of("scale_attn_by_inverse_layer_idx", "add_cross_attention")) {
            if (fields.flag(name, false)) {
                throw new FormatException(fields.file(), name, "expected false, found true");
            }
        }
        int width = fields.positive("n_embd");
        int heads = fields.positive("n_head");
        int layers = fields.positive("n_layer");
        if (width % heads != 0) {
            throw new FormatException(fields.file(), "n_head", heads + " does not divide n_embd " + width);
        }
        CausalModel.Shape shape = new CausalModel.Shape(fields.positive("vocab_size"), width, layers, heads, heads, width / heads, fields.positive("n_positions"));
        double scale = fields.flag("scale_attn_weights", true) ? 1 / Math.sqrt(shape.headSize()) : 1;
        return DecoderPlan.llama(shape, fields.positive("n_inner", 4 * width), fields.above0("layer_norm_epsilon", 1e-5),
                fields.flag("tie_word_embeddings", true), RopeFrequencies.plain(10_000, 2), fields.json())
            .with(NAMES).with(DecoderPlan.Norm.LAYER).with(new DecoderPlan.Biases(true, true, true)).with(Activation.GELU_TANH, false)
            .withTransposedProjections().withScales(1, scale).with(List.of(), Collections.nCopies(layers, new DecoderPlan.Layer(-1, 0)));
    }

    @Override
    public UnaryOperator<String> fileNames(Set<String> stored) {
        return stored.contains(PREFIX + "wte.weight") ? UnaryOperator.identity() : name -> name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
    }

    /** Older files carry the causal masks. */
    @Override
    public boolean ignores(String tensor) {
        return tensor.endsWith(".attn.bias") || tensor.endsWith(".attn.masked_bias");
    }
}
