package dev.plackett.evaluate.landscape;

/**
 * A loss at one place of a plane of parameters.
 *
 * @param value    the loss
 * @param gradient its two derivatives
 * @param hessian  its second derivatives: first twice, mixed, second twice
 */
public record LossPoint(double value, double[] gradient, double[] hessian) {

    /** The Hessian's eigenvalues, the smaller first. */
    public double[] eigenvalues() {
        double half = 0.5 * (hessian[0] + hessian[2]);
        double root = Math.hypot(0.5 * (hessian[0] - hessian[2]), hessian[1]);
        double large = half + root;
        // The product of both is the determinant: half − root would lose the small one's digits.
        double small = large == 0 ? half - root : (hessian[0] * hessian[2] - hessian[1] * hessian[1]) / large;
        return new double[] {small, large};
    }

    /** The larger eigenvalue over the smaller: how many steps gradient descent needs, up to a logarithm. */
    public double condition() {
        double[] e = eigenvalues();
        return e[1] / e[0];
    }
}
