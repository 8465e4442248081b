package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * y = x Wᵀ + b. Where the weight has another dtype than x (bfloat16 products inside a float32 model), x is cast to it and y back.
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
        ScalarType given = Tensors.dtype(x);
        ScalarType own = Tensors.dtype(weight);
        return given == own ? product(x) : product(x.to(own)).to(given);
    }

    private Tensor product(Tensor x) {
        return bias.isPresent() ? torch.linear(x, weight, new TensorOptional(bias.get())) : torch.linear(x, weight);
    }
}
