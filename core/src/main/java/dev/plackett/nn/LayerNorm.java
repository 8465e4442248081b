package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Layer normalisation over the last axis, in the dtype of its input.
 *
 * @param weight {@code [d]}
 * @param bias   {@code [d]}
 * @param eps    ε, inside the root
 */
public record LayerNorm(Tensor weight, Tensor bias, double eps) implements Norm {

    public LayerNorm {
        NormArguments.check(weight, eps);
        Tensors.check("a norm's bias", bias, weight.size(0));
    }

    /** {@code [.., d]} → {@code [.., d]}. */
    @Override
    public Tensor forward(Tensor x) {
        NormArguments.checkInput(weight, x);
        ScalarType dtype = Tensors.dtype(x);
        return torch.layer_norm(x, new long[] {weight.size(0)}, new TensorOptional(weight.to(dtype)), new TensorOptional(bias.to(dtype)), eps, true);
    }
}
