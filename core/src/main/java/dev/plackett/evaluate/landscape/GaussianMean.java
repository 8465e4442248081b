package dev.plackett.evaluate.landscape;

/**
 * Estimating the mean of a Gaussian far from the noise, without noise of sampling (Liu et al., arXiv 2110.11271): data N(R, 1), noise N(0, 1), model
 * N(x; 0, 1)·exp(θx − α), optimum (R, R²/2), start (0, 0). The coupling of θ with the learnt α is what makes classification losses flat; the likelihood has no α.
 *
 * @param distance R, above 0
 */
public record GaussianMean(double distance) {

    private static final double TAIL = 12;
    /** Nodes per unit of length; the integrands are analytic, so that the trapezoidal rule is exact to rounding far earlier. */
    private static final double DENSITY = 64;

    public GaussianMean {
        if (!(distance > 0 && Double.isFinite(distance))) {
            throw new IllegalArgumentException("the distance of data and noise is " + distance + ", expected above 0");
        }
    }

    /** Noise-contrastive estimation, ½E softplus(−G) + ½E softplus(G), by quadrature. */
    public Landscape nce() {
        int n = (int) Math.ceil((distance + 2 * TAIL) * DENSITY) + 1;
        double h = (distance + 2 * TAIL) / (n - 1);
        double[] x = new double[n];
        double[] data = new double[n];
        double[] noise = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = -TAIL + h * i;
            data[i] = h * normal(x[i] - distance);
            noise[i] = h * normal(x[i]);
        }
        return new NceLandscape(x, data, noise);
    }

    /** eNCE, ½E exp(−G/2) + ½E exp(G/2), in closed form. */
    public Landscape ence() {
        return (theta, alpha) -> {
            double a = Math.exp(alpha / 2 - theta * distance / 2 + theta * theta / 8);
            double b = Math.exp(-alpha / 2 + theta * theta / 8);
            double of = theta / 4 - distance / 2;
            double[] gradient = {a * of / 2 + b * theta / 8, (a - b) / 4};
            double[] hessian = {a * (of * of + 0.25) / 2 + b * (theta * theta / 16 + 0.25) / 2, a * of / 4 - b * theta / 16, (a + b) / 8};
            return new LossPoint((a + b) / 2, gradient, hessian);
        };
    }

    /** The negative log-likelihood less its minimum, (θ − R)²/2: α does not occur. */
    public Landscape likelihood() {
        return (theta, alpha) -> new LossPoint((theta - distance) * (theta - distance) / 2, new double[] {theta - distance, 0}, new double[] {1, 0, 0});
    }

    private static double normal(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}
