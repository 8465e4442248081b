package dev.plackett.generate.density;

import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Autograd;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/**
 * A log-density and its gradient at points.
 *
 * @param value    {@code [n]}, without graph
 * @param gradient the points' shape, without graph; 0 where it is not finite, as at points of density zero
 */
record Slope(Tensor value, Tensor gradient) {

    /** In the caller's scope; also where gradients are switched off around it. */
    static Slope of(LogDensity target, Tensor points) {
        try (Scope scope = Scope.open(); AutoGradMode on = new AutoGradMode(true)) {
            Tensor leaf = points.detach().requires_grad_(true);
            Tensor value = Tensors.check("log-densities of points", target.of(leaf), points.size(0));
            Tensor gradient = Autograd.gradient(value, leaf);
            Tensor finite = gradient.masked_fill(gradient.isfinite().logical_not(), Tensors.scalar(0));
            return new Slope(scope.keep(value.detach()), scope.keep(finite));
        }
    }
}
