package dev.plackett.evaluate;

import dev.plackett.objective.Logistic;
import java.util.Arrays;

/**
 * Logistic regression on soft labels with an L1 penalty and no intercept: minimise ‖w‖₁ + C Σ_i weight_i·CE(label_i, σ(x_i·w)). Proximal Newton: a
 * quadratic model of the likelihood, minimised with the penalty by coordinate descent, then a step that is halved until the objective falls. For a
 * handful of features.
 *
 * @param features {@code [n, d]}
 * @param label    probability of the positive class, in [0, 1]
 * @param weight   of each row
 */
record SoftLogistic(double[][] features, double[] label, double[] weight) {

    private static final int STEPS = 200;
    private static final int SWEEPS = 10_000;
    private static final double TOLERANCE = 1e-12;
    /** Relative differences of the objective below this are rounding: a sum of some hundred rows knows no better. */
    private static final double ROUNDING = 1e-13;
    /** Moves this small that stop shrinking are rounding too. */
    private static final double SETTLED = 1e-9;

    /** The coefficients for a given C; the optimality conditions hold to 1e-10 relative to C. */
    double[] fit(double c) {
        int d = features[0].length;
        double[] w = new double[d];
        double value = value(w, c);
        double before = Double.POSITIVE_INFINITY;
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[d];
            double[][] curvature = new double[d][d];
            derivatives(w, c, gradient, curvature);
            double[] move = towards(w, gradient, curvature);
            double largest = 0;
            for (int j = 0; j < d; j++) {
                largest = Math.max(largest, Math.abs(move[j]) / Math.max(1, Math.abs(w[j])));
            }
            if (largest < TOLERANCE || largest < SETTLED && largest > before / 2) {
                break;
            }
            before = largest;
            double t = 1;
            double[] next = plus(w, move, t);
            double nextValue = value(next, c);
            while (nextValue > value + ROUNDING * Math.abs(value) && t > 1e-9) {
                t /= 2;
                next = plus(w, move, t);
                nextValue = value(next, c);
            }
            w = next;
            value = nextValue;
        }
        return w;
    }

    /** Weighted cross-entropy, averaged over rows. */
    double loss(double[] w) {
        double sum = 0;
        for (int i = 0; i < label.length; i++) {
            sum += weight[i] * crossEntropy(i, w);
        }
        return sum / label.length;
    }

    /** Only the rows whose index {@code keep} accepts. */
    SoftLogistic rows(java.util.function.IntPredicate keep) {
        int[] at = java.util.stream.IntStream.range(0, label.length).filter(keep).toArray();
        return new SoftLogistic(Arrays.stream(at).mapToObj(i -> features[i]).toArray(double[][]::new),
            Arrays.stream(at).mapToDouble(i -> label[i]).toArray(), Arrays.stream(at).mapToDouble(i -> weight[i]).toArray());
    }

    /** x·w. */
    static double product(double[] x, double[] w) {
        double sum = 0;
        for (int j = 0; j < w.length; j++) {
            sum += x[j] * w[j];
        }
        return sum;
    }

    private double value(double[] w, double c) {
        return Arrays.stream(w).map(Math::abs).sum() + c * loss(w) * label.length;
    }

    private double crossEntropy(int i, double[] w) {
        double q = product(features[i], w);
        return -label[i] * Logistic.logSigmoid(q) - (1 - label[i]) * Logistic.logSigmoid(-q);
    }

    private void derivatives(double[] w, double c, double[] gradient, double[][] curvature) {
        for (int i = 0; i < label.length; i++) {
            double[] x = features[i];
            double s = Logistic.sigmoid(product(x, w));
            for (int j = 0; j < w.length; j++) {
                gradient[j] += c * weight[i] * (s - label[i]) * x[j];
                for (int k = 0; k < w.length; k++) {
                    curvature[j][k] += c * weight[i] * s * (1 - s) * x[j] * x[k];
                }
            }
        }
    }

    /** The move that minimises gradient·m + ½ mᵀ·curvature·m + ‖w + m‖₁. */
    private static double[] towards(double[] w, double[] gradient, double[][] curvature) {
        double[] move = new double[w.length];
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double largest = 0;
            for (int j = 0; j < w.length; j++) {
                double h = Math.max(curvature[j][j], 1e-300);
                double slope = gradient[j] + product(curvature[j], move);
                double aim = w[j] + move[j] - slope / h;
                double shrunk = Math.signum(aim) * Math.max(0, Math.abs(aim) - 1 / h);
                double change = shrunk - w[j] - move[j];
                move[j] += change;
                largest = Math.max(largest, Math.abs(change) / Math.max(1, Math.abs(shrunk)));
            }
            if (largest < TOLERANCE / 100) {
                break;
            }
        }
        return move;
    }

    private static double[] plus(double[] w, double[] move, double t) {
        double[] out = w.clone();
        for (int j = 0; j < out.length; j++) {
            out[j] += t * move[j];
        }
        return out;
    }
}
