package dev.plackett.nn;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Root-mean-square normalisation: x / √(mean x² + ε) · w, over the last axis.
 *
 * @param weight {@code [d]}
 * @param eps    ε
 */
public record RmsNorm(Tensor weight, double eps) implements Norm {

    public RmsNorm {
        NormArguments.check(weight, eps);
    }

    /** {@code [.., d]} → {@code [.., d]}. */
    @Override
    public Tensor forward(Tensor x) {
        NormArguments.checkInput(weight, x);
        return torch.rms_norm(x, new long[] {weight.size(0)}, new TensorOptional(weight), new DoubleOptional(eps));
    }
}
