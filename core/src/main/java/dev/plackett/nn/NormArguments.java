package dev.plackett.nn;

import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** What norms refuse before a native operation sees it. */
final class NormArguments {

    private NormArguments() {}

    /** A weight is {@code [d]}, an ε above 0. */
    static void check(Tensor weight, double eps) {
        Tensors.check("a norm's weight", weight, Tensors.ANY);
        if (!(eps > 0 && Double.isFinite(eps))) {
            throw new IllegalArgumentException("a norm's epsilon is " + eps + ", expected a number above 0");
        }
    }

    /** An input is {@code [.., d]}. */
    static void checkInput(Tensor weight, Tensor x) {
        if (!x.defined() || x.dim() == 0 || x.size(-1) != weight.size(0)) {
            throw new IllegalArgumentException("a norm of width " + weight.size(0) + " got "
                + (x.defined() ? "shape " + Arrays.toString(Tensors.shape(x)) : "no tensor"));
        }
    }
}
