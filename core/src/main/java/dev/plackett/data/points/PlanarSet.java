package dev.plackett.data.points;

import dev.plackett.io.Nearest;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A distribution on the plane that data are drawn from and whose density is known, so that what a model misses can be told from what no model can know.
 * The shapes are those of the customary toy problems of flows and energy models (Grathwohl et al. 2019).
 */
public interface PlanarSet {

    /** How recipes call it. */
    String name();

    /** One point, written into the first two numbers of {@code into}. */
    void draw(SplittableRandom random, double[] into);

    /** The exact log-density at a point, in nats; −∞ where it is zero. */
    double logDensity(double x, double y);

    /** As many points as wanted; those of a smaller number are the first of a larger one. */
    default Points sample(int n, Seeds seeds) {
        if (n < 0) {
            throw new IllegalArgumentException(n + " points: expected at least 0");
        }
        SplittableRandom random = seeds.at("planar").at(name()).random();
        double[] values = new double[2 * n];
        double[] point = new double[2];
        for (int i = 0; i < n; i++) {
            draw(random, point);
            System.arraycopy(point, 0, values, 2 * i, 2);
        }
        return new Points(values, 2);
    }

    /** Mean log-density of points, negated: what a perfect model's negative log-likelihood is on them, in nats. */
    default double negativeLogLikelihood(Points points) {
        double sum = 0;
        for (int i = 0; i < points.rows(); i++) {
            sum -= logDensity(points.values()[2 * i], points.values()[2 * i + 1]);
        }
        return sum / points.rows();
    }

    /** All that ship, with their usual sizes. */
    static List<PlanarSet> all() {
        return List.of(EightGaussians.usual(), Rings.usual(), Pinwheel.usual(), new Checkerboard(), TwoSpirals.usual());
    }

    /**
     * The one of that name.
     *
     * @throws IllegalArgumentException naming the nearest known one
     */
    static PlanarSet named(String name) {
        return all().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
            "there is no planar set '" + name + "'" + Nearest.suggestion(name, all().stream().map(PlanarSet::name).toList())));
    }
}
