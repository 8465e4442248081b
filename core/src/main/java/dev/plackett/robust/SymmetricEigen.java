package dev.plackett.robust;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations in float64: plain Java, so that the bits depend on nothing but the
 * numbers, and exact to a few units in the last place of the largest eigenvalue.
 *
 * @param values  from the largest
 * @param vectors {@code vectors[k]} belongs to {@code values[k]}; orthonormal
 */
public record SymmetricEigen(double[] values, double[][] vectors) {

    private static final int MOST_SWEEPS = 60;

    /** Of a matrix {@code [p, p]}; only its upper triangle is read, nothing is changed. */
    public static SymmetricEigen of(double[][] matrix) {
        int p = matrix.length;
        double[][] a = new double[p][p];
        double[][] v = new double[p][p];
        double size = 0;
        for (int i = 0; i < p; i++) {
            v[i][i] = 1;
            for (int j = i; j < p; j++) {
                if (!Double.isFinite(matrix[i][j])) {
                    throw new IllegalArgumentException("element [" + i + ", " + j + "] of a matrix is " + matrix[i][j] + ", expected finite numbers");
                }
                a[i][j] = matrix[i][j];
                a[j][i] = a[i][j];
                size = Math.max(size, Math.abs(a[i][j]));
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && largestOffDiagonal(a) > size * 1e-17; sweep++) {
            for (int i = 0; i < p; i++) {
                for (int j = i + 1; j < p; j++) {
                    if (a[i][j] != 0) {
                        rotate(a, v, i, j);
                    }
                }
            }
        }
        int[] order = IntStream.range(0, p).boxed().sorted(Comparator.comparingDouble((Integer k) -> -a[k][k])).mapToInt(k -> k).toArray();
        double[] values = new double[p];
        double[][] vectors = new double[p][p];
        for (int k = 0; k < p; k++) {
            values[k] = a[order[k]][order[k]];
            for (int i = 0; i < p; i++) {
                vectors[k][i] = v[i][order[k]];
            }
        }
        return new SymmetricEigen(values, vectors);
    }

    private static double largestOffDiagonal(double[][] a) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = i + 1; j < a.length; j++) {
                largest = Math.max(largest, Math.abs(a[i][j]));
            }
        }
        return largest;
    }

    /** Makes a[i][j] zero: t is the smaller root of t² + 2t·cot(2φ) − 1 = 0, the rotation by at most 45 degrees. */
    private static void rotate(double[][] a, double[][] v, int i, int j) {
        double cot = (a[j][j] - a[i][i]) / (2 * a[i][j]);
        double t = Math.abs(cot) > 1e150 ? 1 / (2 * cot) : Math.copySign(1, cot) / (Math.abs(cot) + Math.sqrt(cot * cot + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        a[i][i] -= t * a[i][j];
        a[j][j] += t * a[i][j];
        a[i][j] = 0;
        a[j][i] = 0;
        for (int k = 0; k < a.length; k++) {
            if (k != i && k != j) {
                double x = a[i][k];
                double y = a[j][k];
                a[i][k] = c * x - s * y;
                a[j][k] = s * x + c * y;
                a[k][i] = a[i][k];
                a[k][j] = a[j][k];
            }
            double x = v[k][i];
            double y = v[k][j];
            v[k][i] = c * x - s * y;
            v[k][j] = s * x + c * y;
        }
    }
}
