package dev.plackett.robust.rule;

import dev.plackett.robust.SymmetricEigen;
import dev.plackett.robust.Weights;

/**
 * The top eigenpair of the covariance of weighted gradients, from their inner products alone.
 *
 * @param mean      weights of the weighted mean μ, with sum 1
 * @param top       Σ cᵢ(xᵢ−μ)(xᵢ−μ)ᵀ / Σ cᵢ has this largest eigenvalue
 * @param projected (xᵢ−μ)·u for its unit eigenvector u
 */
record Covariance(double[] mean, double top, double[] projected) {

    /** @param c weights of at least 0, some above */
    static Covariance of(double[][] products, double[] c) {
        int p = c.length;
        double sum = 0;
        for (double weight : c) {
            sum += weight;
        }
        double[] mean = new double[p];
        for (int i = 0; i < p; i++) {
            mean[i] = c[i] / sum;
        }
        double[] toMean = new double[p];
        for (int i = 0; i < p; i++) {
            toMean[i] = Weights.dot(mean, products[i]);
        }
        double meanSquare = Weights.dot(mean, toMean);
        double[][] centred = new double[p][p];
        double[][] scaled = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                centred[i][j] = products[i][j] - toMean[i] - toMean[j] + meanSquare;
                scaled[i][j] = Math.sqrt(mean[i] * mean[j]) * centred[i][j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(scaled);
        double top = Math.max(0, eigen.values()[0]);
        double[] projected = new double[p];
        for (int i = 0; i < p && top > 0; i++) {
            for (int j = 0; j < p; j++) {
                projected[i] += centred[i][j] * Math.sqrt(mean[j]) * eigen.vectors()[0][j];
            }
            projected[i] /= Math.sqrt(top);
        }
        return new Covariance(mean, top, projected);
    }
}
