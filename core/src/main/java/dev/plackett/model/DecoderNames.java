package dev.plackett.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an architecture calls its tensors, without {@code .weight} and {@code .bias}. Names within a layer follow the layer's prefix. Projections that
 * stand in several tensors are listed in the order in which they are multiplied together.
 *
 * @param embedding      token embedding
 * @param positions      learnt position embedding, if it has one
 * @param layer          prefix of a layer, with {@code %d} for its number
 * @param inputNorm      norm before attention
 * @param qkv            query, key and value projections
 * @param queryNorm      norm of each query head, if it has one
 * @param keyNorm        norm of each key head, if it has one
 * @param output         output projection of attention
 * @param attentionNorm  norm after attention, if it has one
 * @param mlpNorm        norm before the feed-forward layer
 * @param up             gate and up projections, or the up projection alone
 * @param down           down projection
 * @param afterMlpNorm   norm after the feed-forward layer, if it has one
 * @param finalNorm      last norm
 * @param head           output head, where it is not the embedding
 */
public record DecoderNames(String embedding, Optional<String> positions, String layer, String inputNorm, List<String> qkv, Optional<String> queryNorm,
                           Optional<String> keyNorm, String output, Optional<String> attentionNorm, String mlpNorm, List<String> up, String down,
                           Optional<String> afterMlpNorm, String finalNorm, String head) {

    /** Llama's, which most others share. */
    public static final DecoderNames LLAMA = new DecoderNames("model.embed_tokens", Optional.empty(), "model.layers.%d.", "input_layernorm",
        List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"), Optional.empty(), Optional.empty(), "self_attn.o_proj", Optional.empty(),
        "post_attention_layernorm", List.of("mlp.gate_proj", "mlp.up_proj"), "mlp.down_proj", Optional.empty(), "model.norm", "lm_head");

    /** With norms of the query and key heads, called {@code q_norm} and {@code k_norm}. */
    public DecoderNames withHeadNorms() {
        return new DecoderNames(embedding, positions, layer, inputNorm, qkv, Optional.of("self_attn.q_norm"), Optional.of("self_attn.k_norm"), output,
            attentionNorm, mlpNorm, up, down, afterMlpNorm, finalNorm, head);
    }

    /** With norms before and after both halves of a layer, as Gemma calls them. */
    public DecoderNames withSandwichNorms() {
        return new DecoderNames(embedding, positions, layer, inputNorm, qkv, queryNorm, keyNorm, output, Optional.of("post_attention_layernorm"),
            "pre_feedforward_layernorm", up, down, Optional.of("post_feedforward_layernorm"), finalNorm, head);
    }

    /** With query, key and value in one tensor and gate and up in another, as Phi-3 calls them. */
    public DecoderNames withFusedProjections() {
        return new DecoderNames(embedding, positions, layer, inputNorm, List.of("self_attn.qkv_proj"), queryNorm, keyNorm, output, attentionNorm, mlpNorm,
            List.of("mlp.gate_up_proj"), down, afterMlpNorm, finalNorm, head);
    }

    /** All projections of a layer. */
    List<String> projections() {
        return Stream.of(qkv, List.of(output), up, List.of(down)).flatMap(List::stream).toList();
    }

    /** The prefix of layer i. */
    String at(int i) {
        return String.format(java.util.Locale.ROOT, layer, i);
    }
}
