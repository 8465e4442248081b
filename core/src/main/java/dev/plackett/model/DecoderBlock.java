package dev.plackett.model;

import dev.plackett.nn.Activation;
import dev.plackett.nn.Norm;
import dev.plackett.nn.Projection;
import dev.plackett.nn.Rotary;
import dev.plackett.tensor.Scope;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One layer: attention and feed-forward, each with a norm before, perhaps one after, and a residual.
 *
 * @param index         its number
 * @param shape         sizes
 * @param inputNorm     before attention
 * @param qkv           query, key and value projections, stacked
 * @param queryNorm     of each query head
 * @param keyNorm       of each key head
 * @param output        output projection
 * @param attentionNorm after attention
 * @param mlpNorm       before the feed-forward layer
 * @param up            gate and up projections, stacked, or up alone
 * @param down          down projection
 * @param afterMlpNorm  after the feed-forward layer
 * @param activation    of the feed-forward layer
 * @param gated         whether {@code up} holds a gate
 * @param kernel        how it attends
 */
record DecoderBlock(int index, CausalModel.Shape shape, Norm inputNorm, Projection qkv, Optional<Norm> queryNorm, Optional<Norm> keyNorm, Projection output,
                    Optional<Norm> attentionNorm, Norm mlpNorm, Projection up, Projection down, Optional<Norm> afterMlpNorm, Activation activation, boolean gated,
                    Attention.Kernel kernel) {

    /** This block with other projections. */
    DecoderBlock with(UnaryOperator<Projection> change) {
        return new DecoderBlock(index, shape, inputNorm, change.apply(qkv), queryNorm, keyNorm, change.apply(output), attentionNorm, mlpNorm,
            change.apply(up), change.apply(down), afterMlpNorm, activation, gated, kernel);
    }

    /**
     * {@code [N, width]} → {@code [N, width]}.
     *
     * @param rotation rotation of the tokens' positions, empty for none
     */
    Tensor forward(Tensor x, Optional<Rotary> rotation, Attention attention) {
        try (Scope scope = Scope.open()) {
            Tensor mixed = output.forward(attend(inputNorm.forward(x), rotation, attention));
            Tensor attended = x.add(attentionNorm.isPresent() ? attentionNorm.get().forward(mixed) : mixed);
            Tensor fed = down.forward(activated(up.forward(mlpNorm.forward(attended))));
            return scope.keep(attended.add(afterMlpNorm.isPresent() ? afterMlpNorm.get().forward(fed) : fed));
        }
    }

    private Tensor attend(Tensor x, Optional<Rotary> rotation, Attention attention) {
        long turned = shape.heads() + shape.kvHeads();
        Tensor all = qkv.forward(x).view(x.size(0), turned + shape.kvHeads(), shape.headSize());
        TensorVector parts = torch.split_with_sizes(all, new long[] {turned, shape.kvHeads()}, 1);
        Tensor qk = queryNorm.isPresent() ? normed(parts.get(0)) : parts.get(0);
        TensorVector split = torch.split_with_sizes(rotation.isPresent() ? rotation.get().rotate(qk) : qk, new long[] {shape.heads(), shape.kvHeads()}, 1);
        return attention.attend(index, split.get(0), split.get(1), parts.get(1), kernel);
    }

    private Tensor normed(Tensor qk) {
        TensorVector split = torch.split_with_sizes(qk, new long[] {shape.heads(), shape.kvHeads()}, 1);
        return torch.cat(new TensorVector(queryNorm.orElseThrow().forward(split.get(0)), keyNorm.orElseThrow().forward(split.get(1))), 1);
    }

    private Tensor activated(Tensor up) {
        if (!gated) {
            return activation.forward(up);
        }
        long width = up.size(1) / 2;
        TensorVector parts = torch.split_with_sizes(up, new long[] {width, width}, 1);
        return activation.forward(parts.get(0)).mul(parts.get(1));
    }
}
