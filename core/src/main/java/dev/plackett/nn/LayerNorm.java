package dev.plackett.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Layer normalisation over the last axis.
 *
 * @param weight {@code [d]}
 * @param bias   {@code [d]}
 * @param eps    ε, inside the root
 */
public record LayerNorm(Tensor weight, Tensor bias, double eps) {

    /** {@code [.., d]} → {@code [.., d]}. */
    public Tensor forward(Tensor x) {
        return torch.layer_norm(x, new long[] {weight.size(0)}, new TensorOptional(weight), new TensorOptional(bias), eps, true);
    }
}
