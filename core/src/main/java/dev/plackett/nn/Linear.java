package dev.plackett.nn;

import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * y = x Wᵀ + b.
 *
 * @param weight {@code [out, in]}
 * @param bias   {@code [out]}
 */
public record Linear(Tensor weight, Optional<Tensor> bias) {

    /** Without bias. */
    public static Linear of(Tensor weight) {
        return new Linear(weight, Optional.empty());
    }

    /** {@code [N, in]} → {@code [N, out]}. */
    public Tensor forward(Tensor x) {
        return bias.isPresent() ? torch.linear(x, weight, new TensorOptional(bias.get())) : torch.linear(x, weight);
    }
}
