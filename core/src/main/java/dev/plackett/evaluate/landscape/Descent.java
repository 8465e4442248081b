package dev.plackett.evaluate.landscape;

import java.util.function.DoublePredicate;

/**
 * Exact descent on a {@link Landscape}.
 *
 * @param rate       η
 * @param normalised whether a step is as long as η, whatever the gradient's length
 */
public record Descent(double rate, boolean normalised) {

    /** Gradient descent. */
    public static Descent plain(double rate) {
        return new Descent(rate, false);
    }

    /** Normalised gradient descent. */
    public static Descent normalised(double rate) {
        return new Descent(rate, true);
    }

    /**
     * Where it is after each step.
     *
     * @param steps how many
     * @return first and second parameter by step, from the start (0, 0) on: {@code [2][steps + 1]}
     */
    public double[][] path(Landscape landscape, int steps) {
        double[][] path = new double[2][steps + 1];
        double[] at = new double[2];
        for (int t = 1; t <= steps; t++) {
            step(landscape, at);
            path[0][t] = at[0];
            path[1][t] = at[1];
        }
        return path;
    }

    /**
     * Steps from (0, 0) until the first parameter is as wanted.
     *
     * @param most where to give up
     * @return the number of steps, or {@code most + 1}
     */
    public int stepsUntil(Landscape landscape, DoublePredicate reached, int most) {
        double[] at = new double[2];
        int t = 0;
        while (!reached.test(at[0])) {
            if (t++ == most) {
                return t;
            }
            step(landscape, at);
        }
        return t;
    }

    private void step(Landscape landscape, double[] at) {
        double[] g = landscape.gradient(at[0], at[1]);
        double length = normalised ? Math.hypot(g[0], g[1]) : 1;
        if (length > 0) {
            at[0] -= rate * g[0] / length;
            at[1] -= rate * g[1] / length;
        }
    }
}
