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

    public LowRank {
        Tensors.check("A of a low-rank addition", a, Tensors.ANY, Tensors.ANY);
        Tensors.check("B of a low-rank addition", b, Tensors.ANY, a.size(0));
        Tensors.checkDtypes("A and B of a low-rank addition", a, b);
        if (!Double.isFinite(scale) || offset < 0) {
            throw new IllegalArgumentException("a low-rank addition of scale " + scale + " at output " + offset + ", expected a finite scale and at least 0");
        }
    }

    /** Refuses a projection that this addition does not fit. */
    void checkFits(Tensor weight, long in, long out) {
        Tensors.checkDtypes("a projection and its low-rank addition", weight, a);
        if (a.size(1) != in || offset + b.size(0) > out) {
            throw new IllegalArgumentException("a low-rank addition from " + a.size(1) + " inputs to outputs " + offset + " to " + (offset + b.size(0))
                + " does not fit a projection from " + in + " to " + out + ": does it belong to another model?");
        }
    }

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
