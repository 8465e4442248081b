package dev.plackett.data.points;

import java.util.SplittableRandom;

/**
 * Eight equal Gaussians whose centres lie on a circle.
 *
 * @param radius    of the circle
 * @param deviation standard deviation of each coordinate
 */
public record EightGaussians(double radius, double deviation) implements PlanarSet {

    private static final int COUNT = 8;

    /** Radius 4 and deviation ½, both divided by 1.414 as the customary code does. */
    public static EightGaussians usual() {
        return new EightGaussians(4 / 1.414, 0.5 / 1.414);
    }

    @Override
    public String name() {
        return "8gaussians";
    }

    @Override
    public void draw(SplittableRandom random, double[] into) {
        double angle = angle(random.nextInt(COUNT));
        into[0] = radius * Math.cos(angle) + deviation * random.nextGaussian();
        into[1] = radius * Math.sin(angle) + deviation * random.nextGaussian();
    }

    @Override
    public double logDensity(double x, double y) {
        double[] exponent = new double[COUNT];
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < COUNT; k++) {
            double dx = (x - radius * Math.cos(angle(k))) / deviation;
            double dy = (y - radius * Math.sin(angle(k))) / deviation;
            exponent[k] = -(dx * dx + dy * dy) / 2;
            most = Math.max(most, exponent[k]);
        }
        return LogSum.of(exponent, most) - Math.log(2 * Math.PI * COUNT * deviation * deviation);
    }

    private static double angle(int k) {
        return 2 * Math.PI * k / COUNT;
    }
}
