package dev.plackett.model.density;

import java.util.Arrays;

/** Small dense matrices as arrays of rows. */
final class Matrices {

    private Matrices() {}

    /** All rows, one after the other. */
    static double[] flat(double[][] rows) {
        return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    /** Rows of a flat array. */
    static double[][] rows(double[] flat, int columns) {
        double[][] out = new double[columns == 0 ? 0 : flat.length / columns][];
        for (int i = 0; i < out.length; i++) {
            out[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
        }
        return out;
    }

    /** The same rows, copied. */
    static double[][] copy(double[][] rows) {
        return Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    }

    /**
     * The lower triangular L with LLᵀ = A.
     *
     * @throws IllegalArgumentException when A is not symmetric, finite and positive definite, naming where
     */
    static double[][] cholesky(double[][] a) {
        int n = a.length;
        double[][] l = new double[n][n];
        for (int i = 0; i < n; i++) {
            if (a[i].length != n) {
                throw new IllegalArgumentException("row " + i + " of a covariance of " + n + " rows has " + a[i].length + " numbers");
            }
            for (int j = 0; j <= i; j++) {
                if (!(Math.abs(a[i][j] - a[j][i]) <= 1e-8 * (Math.abs(a[i][i]) + Math.abs(a[j][j])))) {
                    throw new IllegalArgumentException("a covariance must be symmetric and finite: entries (" + i + ", " + j + ") and (" + j + ", " + i
                        + ") are " + a[i][j] + " and " + a[j][i]);
                }
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i][k] * l[j][k];
                }
                if (i == j && !(sum > 1e-14 * a[i][i])) {
                    throw new IllegalArgumentException("the covariance is not positive definite: coordinate " + i + " has variance " + a[i][i]
                        + " and " + Math.max(0, sum) + " of it given the coordinates before it. A floor added to the diagonal helps.");
                }
                l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
            }
        }
        return l;
    }

    /** The inverse of a lower triangular matrix with positive diagonal. */
    static double[][] inverseOfLower(double[][] l) {
        int n = l.length;
        double[][] inverse = new double[n][n];
        for (int j = 0; j < n; j++) {
            inverse[j][j] = 1 / l[j][j];
            for (int i = j + 1; i < n; i++) {
                double sum = 0;
                for (int k = j; k < i; k++) {
                    sum -= l[i][k] * inverse[k][j];
                }
                inverse[i][j] = sum / l[i][i];
            }
        }
        return inverse;
    }
}
