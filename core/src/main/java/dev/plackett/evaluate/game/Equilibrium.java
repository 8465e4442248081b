package dev.plackett.evaluate.game;

import java.util.Arrays;

/**
 * A policy that no other beats (the von Neumann winner), by linear programming: maximise Σv subject to (P + 1)v ≤ 1, v ≥ 0, whose solution, scaled to
 * sum 1, is an equilibrium. Simplex with Bland's rule, which cannot cycle; exact to rounding. Meant for tables of up to some hundred answers.
 */
public final class Equilibrium {

    private static final double ZERO = 1e-13;

    private Equilibrium() {}

    /** An equilibrium of a game; the only one when there is only one. */
    public static double[] of(Game game) {
        int n = game.size();
        int width = 2 * n + 1;
        double[][] table = new double[n + 1][width];
        int[] basis = new int[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                table[i][j] = game.win()[i][j] + 1;
            }
            table[i][n + i] = 1;
            table[i][width - 1] = 1;
            basis[i] = n + i;
            table[n][i] = -1;
        }
        for (int enter = entering(table[n]); enter >= 0; enter = entering(table[n])) {
            pivot(table, basis, leaving(table, basis, enter), enter);
        }
        double[] v = new double[n];
        for (int i = 0; i < n; i++) {
            if (basis[i] < n) {
                v[basis[i]] = Math.max(0, table[i][width - 1]);
            }
        }
        double sum = Arrays.stream(v).sum();
        return Arrays.stream(v).map(x -> x / sum).toArray();
    }

    private static int entering(double[] costs) {
        for (int j = 0; j < costs.length - 1; j++) {
            if (costs[j] < -ZERO) {
                return j;
            }
        }
        return -1;
    }

    private static int leaving(double[][] table, int[] basis, int enter) {
        int right = table[0].length - 1;
        int best = -1;
        for (int i = 0; i < basis.length; i++) {
            if (table[i][enter] > ZERO) {
                double ratio = best < 0 ? 1 : table[i][right] / table[i][enter] - table[best][right] / table[best][enter];
                best = best < 0 || ratio < 0 || ratio == 0 && basis[i] < basis[best] ? i : best;
            }
        }
        return best;
    }

    private static void pivot(double[][] table, int[] basis, int row, int column) {
        double by = table[row][column];
        for (int j = 0; j < table[row].length; j++) {
            table[row][j] /= by;
        }
        for (int i = 0; i < table.length; i++) {
            double factor = table[i][column];
            if (i != row && factor != 0) {
                for (int j = 0; j < table[i].length; j++) {
                    table[i][j] -= factor * table[row][j];
                }
            }
        }
        basis[row] = column;
    }
}
