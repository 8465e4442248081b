package dev.plackett.evaluate.density;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The squared Fréchet distance of the Gaussians with two samples' means and covariances (divisor n − 1): |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁^½ Σ₂ Σ₁^½)^½). On
 * features of a classifier of one's own it compares images; it is comparable only under the same features and sample sizes, since it is biased upwards.
 */
public final class FrechetDistance {

    private FrechetDistance() {}

    /** Of features, at least two points each. */
    public static double of(Points x, Points y) {
        if (x.rows() < 2 || y.rows() < 2 || x.dimension() != y.dimension()) {
            throw new IllegalArgumentException("a distance of " + x.rows() + " points of dimension " + x.dimension() + " and " + y.rows() + " of dimension "
                + y.dimension() + ": expected at least two each, of one dimension");
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor a = x.tensor();
            Tensor b = y.tensor();
            Tensor first = covariance(a);
            Tensor second = covariance(b);
            Tensor root = root(first);
            double between = a.mean(0).sub(b.mean(0)).square().sum().item_double();
            Tensor product = torch.mm(torch.mm(root, second), root);
            // The trace of a root is the sum of the roots of eigenvalues.
            double common = torch.linalg_eigvalsh(symmetric(product), "L").clamp_min(Tensors.scalar(0)).sqrt().sum().item_double();
            return Math.max(0, between + first.trace().item_double() + second.trace().item_double() - 2 * common);
        }
    }

    private static Tensor covariance(Tensor x) {
        Tensor centred = x.sub(x.mean(0));
        return torch.mm(centred.t(), centred).div(Tensors.scalar(x.size(0) - 1));
    }

    /** Of a symmetric positive semi-definite matrix; eigenvalues that rounding has made negative are 0. */
    private static Tensor root(Tensor matrix) {
        var eigen = torch.linalg_eigh(symmetric(matrix), "L");
        return torch.mm(eigen.get1().mul(eigen.get0().clamp_min(Tensors.scalar(0)).sqrt()), eigen.get1().t());
    }

    private static Tensor symmetric(Tensor matrix) {
        return matrix.add(matrix.t()).div(Tensors.scalar(2));
    }
}
