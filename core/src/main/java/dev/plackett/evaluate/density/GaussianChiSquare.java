package dev.plackett.evaluate.density;

import dev.plackett.model.density.DiagonalGaussian;

/**
 * ρ = E_q[(p/q)²] = 1 + χ²(p‖q) of two Gaussians: how many draws of q one effective draw costs. Infinite where q is too narrow, 2s² ≤ σ² in some coordinate.
 */
public final class GaussianChiSquare {

    private GaussianChiSquare() {}

    /** log ρ of N(θ, σ²) under N(m, s²): log s² − log(σ√(2s² − σ²)) + (θ − m)²/(2s² − σ²). */
    public static double logRho(double theta, double sigma, double m, double s) {
        if (!(sigma > 0 && s > 0)) {
            throw new IllegalArgumentException("deviations " + sigma + " and " + s + ", expected both above 0");
        }
        double spare = 2 * s * s - sigma * sigma;
        return spare > 0 ? 2 * Math.log(s) - Math.log(sigma) - 0.5 * Math.log(spare) + (theta - m) * (theta - m) / spare : Double.POSITIVE_INFINITY;
    }

    /** ρ of the same; infinite also where it is above what float64 holds. */
    public static double rho(double theta, double sigma, double m, double s) {
        return Math.exp(logRho(theta, sigma, m, s));
    }

    /** log ρ where coordinates are independent: the sum over them. */
    public static double logRho(DiagonalGaussian p, DiagonalGaussian q) {
        if (p.dimension() != q.dimension()) {
            throw new IllegalArgumentException("Gaussians of dimensions " + p.dimension() + " and " + q.dimension());
        }
        double sum = 0;
        for (int i = 0; i < p.dimension(); i++) {
            sum += logRho(p.mean()[i], p.deviation()[i], q.mean()[i], q.deviation()[i]);
        }
        return sum;
    }
}
