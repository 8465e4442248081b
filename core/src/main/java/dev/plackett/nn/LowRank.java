package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A low-rank addition to some outputs of a projection (LoRA, Hu et al. 2021): s·B A x.
 *
 * @param a      A, {@code [r, in]}
 * @param b      B, {@code [out, r]}
 * @param scale  s, usually α/r
 * @param offset the first of the projection's outputs that it adds to
 */
public record LowRank(Tensor a, Tensor b, double scale, long offset) {

    /** Adds to {@code y}, the projection of x, in place. */
    void addTo(Tensor y, Tensor x) {
        Tensor delta = torch.linear(torch.linear(x, a), b).mul(Tensors.scalar(scale));
        y.narrow(1, offset, b.size(0)).add_(delta);
    }

    /** s·B A, {@code [out, in]}: what merging adds to the weight. */
    public Tensor merged() {
        return torch.mm(b, a).mul(Tensors.scalar(scale));
    }
}
