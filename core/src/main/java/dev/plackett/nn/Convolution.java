package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Two-dimensional convolution with zero padding.
 *
 * @param weight  {@code [out, in, kh, kw]}
 * @param bias    {@code [out]}
 * @param stride  step of the window, at least 1
 * @param padding zeros on each side
 */
public record Convolution(Tensor weight, Optional<Tensor> bias, long stride, long padding) implements Layer {

    public Convolution {
        Tensors.check("a convolution's weight", weight, Tensors.ANY, Tensors.ANY, Tensors.ANY, Tensors.ANY);
        bias.ifPresent(b -> {
            Tensors.check("a convolution's bias", b, weight.size(0));
            Tensors.checkDtypes("weight and bias of a convolution", weight, b);
        });
        if (stride < 1 || padding < 0) {
            throw new IllegalArgumentException("a convolution of stride " + stride + " and padding " + padding + ", expected at least 1 and 0");
        }
    }

    /** {@code [n, in, h, w]} → {@code [n, out, h′, w′]}. */
    @Override
    public Tensor forward(Tensor x) {
        Tensors.check("a convolution's input", x, Tensors.ANY, weight.size(1), Tensors.ANY, Tensors.ANY);
        Tensors.checkDtypes("a convolution", weight, x);
        TensorOptional b = bias.map(TensorOptional::new).orElseGet(TensorOptional::new);
        return torch.conv2d(x, weight, b, new long[] {stride, stride}, new long[] {padding, padding}, new long[] {1, 1}, 1);
    }
}
