package dev.plackett.nn;

import dev.plackett.tensor.PackedWeight;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A {@link Linear} made ready for many products of few rows, without gradient. Changes of its weight after this are not seen.
 *
 * @param weight   the packed weight with its bias
 * @param dtype    the weight's
 * @param adapters low-rank additions
 */
public record PackedLinear(PackedWeight weight, ScalarType dtype, List<LowRank> adapters) implements Projection, AutoCloseable {

    /**
     * Packs a layer whose weight is stored {@code [out, in]}.
     *
     * @param rows number of rows that products will usually have
     */
    static PackedLinear of(Linear linear, long rows) {
        if (linear.transposed()) {
            throw new IllegalArgumentException("a weight stored [in, out] is not packed");
        }
        return new PackedLinear(PackedWeight.of(linear.weight().detach(), linear.bias().map(Tensor::detach), rows), Tensors.dtype(linear.weight()),
            linear.adapters());
    }

    @Override
    public Tensor forward(Tensor x) {
        ScalarType given = Tensors.dtype(x);
        return given == dtype ? product(x) : product(x.to(dtype)).to(given);
    }

    private Tensor product(Tensor x) {
        Tensor y = weight.linear(x);
        adapters.forEach(adapter -> adapter.addTo(y, x));
        return y;
    }

    @Override
    public void close() {
        weight.close();
    }
}
