package dev.plackett.data.points;

import java.util.SplittableRandom;

/**
 * Four concentric circles, equally likely, with Gaussian noise on both coordinates.
 *
 * @param step      radius of the innermost; the others have two, three and four times it
 * @param deviation of the noise
 */
public record Rings(double step, double deviation) implements PlanarSet {

    private static final int COUNT = 4;
    /** Above it the asymptotic series of I₀ is exact to rounding. */
    private static final double SERIES_ENDS = 30;

    /** Radii 0.75, 1.5, 2.25 and 3, noise 0.08. */
    public static Rings usual() {
        return new Rings(0.75, 0.08);
    }

    @Override
    public String name() {
        return "rings";
    }

    @Override
    public void draw(SplittableRandom random, double[] into) {
        double radius = step * (1 + random.nextInt(COUNT));
        double angle = 2 * Math.PI * random.nextDouble();
        into[0] = radius * Math.cos(angle) + deviation * random.nextGaussian();
        into[1] = radius * Math.sin(angle) + deviation * random.nextGaussian();
    }

    /** A Gaussian averaged over a circle: exp(−(ρ − r)²/2σ²)·e⁻ᶻI₀(z)/2πσ² with z = ρr/σ². */
    @Override
    public double logDensity(double x, double y) {
        double rho = Math.hypot(x, y);
        double variance = deviation * deviation;
        double[] exponent = new double[COUNT];
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < COUNT; k++) {
            double radius = step * (k + 1);
            exponent[k] = -(rho - radius) * (rho - radius) / (2 * variance) + logScaledBessel(rho * radius / variance);
            most = Math.max(most, exponent[k]);
        }
        return LogSum.of(exponent, most) - Math.log(2 * Math.PI * COUNT * variance);
    }

    /** log(e⁻ᶻI₀(z)), z ≥ 0. */
    static double logScaledBessel(double z) {
        double term = 1;
        double sum = 1;
        if (z < SERIES_ENDS) {
            for (int k = 1; term > 1e-17 * sum; k++) {
                term *= z * z / (4.0 * k * k);
                sum += term;
            }
            return Math.log(sum) - z;
        }
        for (int k = 1; term > 1e-17 && (2 * k - 1) * (2.0 * k - 1) < 8 * k * z; k++) {
            term *= (2 * k - 1) * (2.0 * k - 1) / (8 * k * z);
            sum += term;
        }
        return Math.log(sum) - 0.5 * Math.log(2 * Math.PI * z);
    }
}
