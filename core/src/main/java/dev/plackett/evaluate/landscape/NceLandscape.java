package dev.plackett.evaluate.landscape;

import dev.plackett.objective.Logistic;

/**
 * See {@link GaussianMean#nce}.
 *
 * @param x     nodes
 * @param data  the data's density at each, times the node's weight
 * @param noise the noise's
 */
record NceLandscape(double[] x, double[] data, double[] noise) implements Landscape {

    @Override
    public LossPoint at(double theta, double alpha) {
        double value = 0;
        double[] hessian = new double[3];
        for (int i = 0; i < x.length; i++) {
            double g = theta * x[i] - alpha;
            double s = Logistic.sigmoid(g);
            value -= 0.5 * (data[i] * Logistic.logSigmoid(g) + noise[i] * Logistic.logSigmoid(-g));
            double curvature = 0.5 * (data[i] + noise[i]) * s * Logistic.sigmoid(-g);
            hessian[0] += curvature * x[i] * x[i];
            hessian[1] -= curvature * x[i];
            hessian[2] += curvature;
        }
        return new LossPoint(value, gradient(theta, alpha), hessian);
    }

    @Override
    public double[] gradient(double theta, double alpha) {
        double first = 0;
        double second = 0;
        for (int i = 0; i < x.length; i++) {
            double e = Math.exp(-Math.abs(theta * x[i] - alpha));
            boolean positive = theta * x[i] > alpha;
            // σ(G) and σ(−G) from one exponential: descent spends its time here.
            double large = 1 / (1 + e);
            double small = e * large;
            double slope = 0.5 * (noise[i] * (positive ? large : small) - data[i] * (positive ? small : large));
            first += slope * x[i];
            second -= slope;
        }
        return new double[] {first, second};
    }
}
