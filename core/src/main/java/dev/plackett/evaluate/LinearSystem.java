package dev.plackett.evaluate;

import java.util.Arrays;

/** Small dense systems of equations, by elimination with row exchanges. */
public final class LinearSystem {

    private LinearSystem() {}

    /** x with Ax = b; A is {@code [n, n]} and not singular. Neither is changed. */
    public static double[] solve(double[][] a, double[] b) {
        int n = b.length;
        double[][] m = new double[n][];
        for (int i = 0; i < n; i++) {
            m[i] = Arrays.copyOf(a[i], n + 1);
            m[i][n] = b[i];
        }
        for (int c = 0; c < n; c++) {
            int best = c;
            for (int i = c + 1; i < n; i++) {
                best = Math.abs(m[i][c]) > Math.abs(m[best][c]) ? i : best;
            }
            double[] row = m[best];
            m[best] = m[c];
            m[c] = row;
            for (int i = c + 1; i < n; i++) {
                double factor = m[i][c] / row[c];
                for (int j = c; j <= n; j++) {
                    m[i][j] -= factor * row[j];
                }
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = m[i][n];
            for (int j = i + 1; j < n; j++) {
                sum -= m[i][j] * x[j];
            }
            x[i] = sum / m[i][i];
        }
        return x;
    }
}
