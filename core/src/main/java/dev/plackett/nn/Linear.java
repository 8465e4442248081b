package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * y = x Wᵀ + b, plus what adapters add. Where the weight has another dtype than x (bfloat16 products inside a float32 model), x is cast to it and y back.
 *
 * @param weight     {@code [out, in]}, or {@code [in, out]} where it is transposed
 * @param bias       {@code [out]}
 * @param transposed whether the weight is stored {@code [in, out]} (GPT-2)
 * @param adapters   low-rank additions
 */
public record Linear(Tensor weight, Optional<Tensor> bias, boolean transposed, List<LowRank> adapters) implements Projection {

    public Linear {
        adapters = List.copyOf(adapters);
        Tensors.check("a projection's weight", weight, Tensors.ANY, Tensors.ANY);
        long out = weight.size(transposed ? 1 : 0);
        bias.ifPresent(b -> {
            Tensors.check("a projection's bias", b, out);
            Tensors.checkDtypes("weight and bias of a projection", weight, b);
        });
        for (LowRank adapter : adapters) {
            adapter.checkFits(weight, weight.size(transposed ? 0 : 1), out);
        }
    }

    /** A plain one. */
    public Linear(Tensor weight, Optional<Tensor> bias) {
        this(weight, bias, false, List.of());
    }

    /** Without bias. */
    public static Linear of(Tensor weight) {
        return new Linear(weight, Optional.empty());
    }

    /**
     * Ready for many products of few rows; a weight stored {@code [in, out]} stays as it is.
     *
     * @param rows number of rows that products will usually have
     */
    public Projection packed(long rows) {
        return transposed ? this : PackedLinear.of(this, rows);
    }

    @Override
    public Tensor forward(Tensor x) {
        Tensors.check("a projection's input", x, Tensors.ANY, weight.size(transposed ? 0 : 1));
        ScalarType given = Tensors.dtype(x);
        ScalarType own = Tensors.dtype(weight);
        return given == own ? product(x) : product(x.to(own)).to(given);
    }

    private Tensor product(Tensor x) {
        Tensor y = transposed ? stored(x) : bias.isPresent() ? torch.linear(x, weight, new TensorOptional(bias.get())) : torch.linear(x, weight);
        adapters.forEach(adapter -> adapter.addTo(y, x));
        return y;
    }

    private Tensor stored(Tensor x) {
        return bias.isPresent() ? torch.addmm(bias.get(), x, weight) : torch.mm(x, weight);
    }
}
