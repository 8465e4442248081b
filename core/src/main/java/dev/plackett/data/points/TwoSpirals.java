package dev.plackett.data.points;

import java.util.SplittableRandom;

/**
 * Two interleaved spirals: ±(−t cos t + U, t sin t + U′)/3 + noise, with t = 3π√V and U, U′ uniform on [0, ½].
 *
 * @param deviation of the noise on each coordinate
 */
public record TwoSpirals(double deviation) implements PlanarSet {

    private static final double TURN = 3 * Math.PI;
    private static final double SCALE = 3;
    /** Width of U over the scale. */
    private static final double WIDTH = 0.5 / SCALE;
    /** Pieces of a spiral, at most 3.7 deviations long, on each of which ten nodes are exact to 1e−8, at its ends too. */
    private static final int PIECES = 80;
    private static final int NODES = PIECES * GaussLegendre.TEN.length;
    /** What lies e⁻²⁵ below the largest term adds nothing. */
    private static final double NEGLIGIBLE = 25;
    /** Corner (U = U′ = 0) of each node, and the logarithm of t times its weight. */
    private static final double[] X = new double[NODES];
    private static final double[] Y = new double[NODES];
    private static final double[] LOG_MASS = new double[NODES];

    static {
        for (int i = 0; i < NODES; i++) {
            double[] node = GaussLegendre.TEN[i % GaussLegendre.TEN.length];
            double t = TURN / PIECES * (i / GaussLegendre.TEN.length + 0.5 + node[0] / 2);
            X[i] = -t * Math.cos(t) / SCALE;
            Y[i] = t * Math.sin(t) / SCALE;
            LOG_MASS[i] = Math.log(t * node[1] / 2 * TURN / PIECES / (TURN * TURN));
        }
    }

    /** Noise 0.1. */
    public static TwoSpirals usual() {
        return new TwoSpirals(0.1);
    }

    @Override
    public String name() {
        return "2spirals";
    }

    @Override
    public void draw(SplittableRandom random, double[] into) {
        double sign = random.nextBoolean() ? 1 : -1;
        double t = TURN * Math.sqrt(random.nextDouble());
        into[0] = sign * (-t * Math.cos(t) / SCALE + WIDTH * random.nextDouble()) + deviation * random.nextGaussian();
        into[1] = sign * (t * Math.sin(t) / SCALE + WIDTH * random.nextDouble()) + deviation * random.nextGaussian();
    }

    /** The integral over t, whose density is 2t/(3π)², by Gauss and Legendre's rule; over U and U′ it is a product of normal probabilities. */
    @Override
    public double logDensity(double x, double y) {
        double[] distance = new double[2 * NODES];
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < distance.length; i++) {
            double sign = i < NODES ? 1 : -1;
            double dx = beyond(sign * x - X[i % NODES]);
            double dy = beyond(sign * y - Y[i % NODES]);
            distance[i] = dx * dx + dy * dy;
            nearest = Math.min(nearest, distance[i]);
        }
        double[] exponent = new double[2 * NODES];
        double most = Double.NEGATIVE_INFINITY;
        int near = 0;
        for (int i = 0; i < distance.length; i++) {
            if (distance[i] - nearest < 2 * NEGLIGIBLE * deviation * deviation) {
                double sign = i < NODES ? 1 : -1;
                exponent[near] = LOG_MASS[i % NODES] + smeared(sign * x - X[i % NODES]) + smeared(sign * y - Y[i % NODES]);
                most = Math.max(most, exponent[near++]);
            }
        }
        return LogSum.of(java.util.Arrays.copyOf(exponent, near), most);
    }

    /** How far u is from the interval on which the uniform part lies. */
    private static double beyond(double u) {
        return Math.max(0, Math.max(-u, u - WIDTH));
    }

    /** The log-density at u of a uniform number on [0, {@link #WIDTH}] plus the noise. */
    private double smeared(double u) {
        return NormalTail.logInterval((u - WIDTH) / deviation, u / deviation) - Math.log(WIDTH);
    }
}
