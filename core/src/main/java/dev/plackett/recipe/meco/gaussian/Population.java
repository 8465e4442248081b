package dev.plackett.recipe.meco.gaussian;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Divisors;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import java.util.stream.IntStream;

/**
 * Data N(R, 1), noise N(0, 1) and the model N(x; 0, 1)·exp(θx − α) with all expectations exact to rounding: the rows are a grid, weighted by the densities
 * (specification 3.1 and 5.2).
 *
 * @param distance R
 * @param x        the grid, once for the data and once for the noise
 * @param columns  what the rows are and weigh
 */
record Population(double distance, double[] x, Columns columns) {

    private static final double MARGIN = 12;
    private static final Normal NOISE = Normal.of(0, 1);
    /** Step of the finite difference that the curvature is taken by. */
    private static final double SMALL = 1e-4;

    static Population of(double distance) {
        // The integrands have poles at distance pi/R from the real line; with these steps the trapezoid's error is below 1e-10 up to R = 16.
        double h = distance <= 8 ? 0.1 : 0.8 / distance;
        int n = (int) Math.ceil((distance + 2 * MARGIN) / h) + 1;
        Normal data = Normal.of(distance, 1);
        double[] x = new double[2 * n];
        double[] isData = new double[2 * n];
        double[] weight = new double[2 * n];
        double[] logNoise = new double[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            x[i] = -MARGIN + i % n * h;
            isData[i] = i < n ? 1 : 0;
            weight[i] = Math.exp((i < n ? data : NOISE).log(x[i]));
            logNoise[i] = NOISE.log(x[i]);
        }
        return new Population(distance, x, Columns.of(Column.DATA, isData).with(Column.WEIGHT, weight).with(Column.NOISE, logNoise));
    }

    /** Loss and its derivatives by θ and α. */
    record Point(double value, double byTheta, double byAlpha) {

        double length() {
            return Math.hypot(byTheta, byAlpha);
        }
    }

    Point at(Objective objective, double theta, double alpha) {
        int n = x.length;
        double[] f = new double[n];
        for (int i = 0; i < n; i++) {
            f[i] = NOISE.log(x[i]) + theta * x[i] - alpha;
        }
        Outcome outcome = objective.evaluate(new Signals(f, IntStream.rangeClosed(0, n).toArray(), new int[] {0, n}, columns,
            new Divisors(1, n, n, n)), Carry.empty());
        double byTheta = 0;
        double byAlpha = 0;
        for (int i = 0; i < n; i++) {
            byTheta += outcome.coefficient()[i] * x[i];
            byAlpha -= outcome.coefficient()[i];
        }
        return new Point(outcome.value(), byTheta, byAlpha);
    }

    /** Condition number of the loss's second derivatives at its optimum (R, R²/2). */
    double condition(Objective objective) {
        double alpha = distance * distance / 2;
        Point right = at(objective, distance + SMALL, alpha);
        Point left = at(objective, distance - SMALL, alpha);
        Point up = at(objective, distance, alpha + SMALL);
        Point down = at(objective, distance, alpha - SMALL);
        double tt = (right.byTheta - left.byTheta) / (2 * SMALL);
        double aa = (up.byAlpha - down.byAlpha) / (2 * SMALL);
        double ta = (right.byAlpha - left.byAlpha + up.byTheta - down.byTheta) / (4 * SMALL);
        double middle = (tt + aa) / 2;
        double spread = Math.hypot((tt - aa) / 2, ta);
        // The smaller eigenvalue as determinant over the larger one: their difference would cancel.
        return (middle + spread) * (middle + spread) / (tt * aa - ta * ta);
    }
}
