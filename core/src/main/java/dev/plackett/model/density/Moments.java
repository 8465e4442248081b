package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mean and covariance of a sample, in float64, divisor n.
 *
 * @param mean       {@code [d]}
 * @param covariance {@code [d, d]}
 */
record Moments(double[] mean, double[][] covariance) {

    /**
     * Of points {@code [n, d]}.
     *
     * @throws IllegalArgumentException when there are none, or a row is not finite
     */
    static Moments of(Tensor points) {
        Tensors.check("points to fit", points, Tensors.ANY, Tensors.ANY);
        if (points.size(0) < 1 || points.size(1) < 1) {
            throw new IllegalArgumentException("nothing to fit: " + points.size(0) + " points of dimension " + points.size(1));
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor x = points.to(ScalarType.Double);
            SupportCheck.finite(x);
            Tensor mean = x.mean(0);
            Tensor centred = x.sub(mean);
            Tensor covariance = torch.mm(centred.t(), centred).div(Tensors.scalar(x.size(0)));
            return new Moments(Tensors.toDoubles(mean), Matrices.rows(Tensors.toDoubles(covariance), (int) x.size(1)));
        }
    }
}
