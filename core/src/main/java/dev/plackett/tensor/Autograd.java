package dev.plackett.tensor;

import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Derivatives with respect to inputs, as Langevin chains and score matching need them; parameters' gradients are not touched. */
public final class Autograd {

    private Autograd() {}

    /**
     * ∂ Σ output / ∂ input, of one backward pass.
     *
     * @param output any shape, computed from {@code input}
     * @param input  a tensor that requires a gradient
     * @return the input's shape, without a graph of its own
     */
    public static Tensor gradient(Tensor output, Tensor input) {
        return gradient(output, input, false);
    }

    /** The same with a graph, so that the derivative can be differentiated once more: with respect to the input or to parameters. */
    public static Tensor differentiable(Tensor output, Tensor input) {
        return gradient(output, input, true);
    }

    private static Tensor gradient(Tensor output, Tensor input, boolean graph) {
        if (!input.requires_grad()) {
            throw new IllegalArgumentException("the input of a derivative must require a gradient");
        }
        try (Scope scope = Scope.open()) {
            TensorVector found = torch.grad(new TensorVector(output), new TensorVector(input), new TensorVector(torch.ones_like(output)),
                new BoolOptional(graph), graph, false);
            // What the vector holds dies with it.
            return scope.keep(new Tensor(found.get(0)));
        }
    }
}
