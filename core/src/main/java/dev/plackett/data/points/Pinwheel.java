package dev.plackett.data.points;

import java.util.SplittableRandom;

/**
 * Five arms that are bent by a rotation which grows with the distance: v = (1 + a·e₁, b·e₂), turned by 2πk/5 + c·exp(v₁), doubled.
 *
 * @param radial     a
 * @param tangential b
 * @param rate       c
 */
public record Pinwheel(double radial, double tangential, double rate) implements PlanarSet {

    private static final int ARMS = 5;
    private static final double SCALE = 2;
    /** Where v₂ is looked for, in deviations; beyond lies less than 1e−17 of the mass. */
    private static final double REACH = 9;
    private static final int STEPS = 240;
    private static final int HALVINGS = 45;

    /** 0.3, 0.1 and 0.25. */
    public static Pinwheel usual() {
        return new Pinwheel(0.3, 0.1, 0.25);
    }

    @Override
    public String name() {
        return "pinwheel";
    }

    @Override
    public void draw(SplittableRandom random, double[] into) {
        double arm = random.nextInt(ARMS);
        double v1 = 1 + radial * random.nextGaussian();
        double v2 = tangential * random.nextGaussian();
        double angle = 2 * Math.PI * arm / ARMS + rate * Math.exp(v1);
        into[0] = SCALE * (Math.cos(angle) * v1 - Math.sin(angle) * v2);
        into[1] = SCALE * (Math.sin(angle) * v1 + Math.cos(angle) * v2);
    }

    /**
     * The sum, over all v that some arm's map sends to the point, of their densities over |1 − c·exp(v₁)v₂|, the Jacobian of a rotation that depends on v₁.
     * A rotation keeps the length ρ, so v = ρ(cos α, sin α); the arm k that sends it to the angle θ is a whole number for the α that are looked for.
     */
    @Override
    public double logDensity(double x, double y) {
        double rho = Math.hypot(x, y) / SCALE;
        double theta = Math.atan2(y, x);
        double sum = 0;
        double step = 2 * Math.PI / STEPS;
        for (int i = 0; i < STEPS; i++) {
            double left = -Math.PI + i * step;
            if (Math.min(Math.abs(Math.sin(left)), Math.abs(Math.sin(left + step))) * rho > REACH * tangential) {
                continue;
            }
            double before = arm(rho, theta, left);
            double after = arm(rho, theta, left + step);
            for (double k = Math.ceil(Math.min(before, after)); k < Math.max(before, after); k++) {
                sum += density(rho, root(rho, theta, k, left, left + step));
            }
        }
        return Math.log(sum / ARMS) - 2 * Math.log(SCALE);
    }

    private double density(double rho, double alpha) {
        double v1 = rho * Math.cos(alpha);
        double v2 = rho * Math.sin(alpha);
        double e1 = (v1 - 1) / radial;
        double e2 = v2 / tangential;
        return Math.exp(-(e1 * e1 + e2 * e2) / 2) / (2 * Math.PI * radial * tangential * Math.abs(1 - rate * Math.exp(v1) * v2));
    }

    private double root(double rho, double theta, double k, double from, double to) {
        double low = from;
        double high = to;
        boolean above = arm(rho, theta, from) > k;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (arm(rho, theta, middle) > k == above) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private double arm(double rho, double theta, double alpha) {
        return (theta - alpha - rate * Math.exp(rho * Math.cos(alpha))) * ARMS / (2 * Math.PI);
    }
}
