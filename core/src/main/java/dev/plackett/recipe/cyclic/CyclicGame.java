package dev.plackett.recipe.cyclic;

import dev.plackett.objective.Logistic;
import java.util.List;

/**
 * A preference that no scalar reward can express (SPPO specification 9): tokens 0–3, 4–7 and 8–11 are of types A, B and C, the others neutral; with the
 * fractions f(y) of each type, P(y ≻ y′) = σ(6·f(y)ᵀ M f(y′)), where A beats B, B beats C and C beats A.
 */
final class CyclicGame {

    static final int TYPES = 3;
    private static final int PER_TYPE = 4;
    private static final double STRENGTH = 6;
    private static final double[][] M = {{0, 1, -1}, {-1, 0, 1}, {1, -1, 0}};

    private CyclicGame() {}

    /** Fractions of the three types. */
    static double[] fractions(int[] answer) {
        double[] f = new double[TYPES];
        for (int token : answer) {
            if (token < TYPES * PER_TYPE) {
                f[token / PER_TYPE] += 1.0 / answer.length;
            }
        }
        return f;
    }

    /** P(y ≻ y′) from fractions. */
    static double wins(double[] f, double[] g) {
        double s = 0;
        for (int i = 0; i < TYPES; i++) {
            for (int j = 0; j < TYPES; j++) {
                s += f[i] * M[i][j] * g[j];
            }
        }
        return Logistic.sigmoid(STRENGTH * s);
    }

    /** The win rate of each pure type against answers. */
    static double[] pureWins(List<int[]> answers) {
        double[] out = new double[TYPES];
        for (int type = 0; type < TYPES; type++) {
            double[] pure = new double[TYPES];
            pure[type] = 1;
            for (int[] answer : answers) {
                out[type] += wins(pure, fractions(answer)) / answers.size();
            }
        }
        return out;
    }

    /**
     * The Bradley–Terry reward, linear in the fractions, that explains the oracle best on pairs of answers: maximum likelihood by Newton's method, with a
     * ridge of 1e-6 for the direction that fractions leave open.
     */
    static double[] bradleyTerry(List<int[]> answers) {
        double[] w = new double[TYPES];
        for (int iteration = 0; iteration < 50; iteration++) {
            double[] gradient = new double[TYPES];
            double[][] hessian = new double[TYPES][TYPES];
            for (int i = 0; i + 1 < answers.size(); i += 2) {
                double[] f = fractions(answers.get(i));
                double[] g = fractions(answers.get(i + 1));
                double s = 0;
                for (int t = 0; t < TYPES; t++) {
                    s += w[t] * (f[t] - g[t]);
                }
                double p = Logistic.sigmoid(s);
                for (int a = 0; a < TYPES; a++) {
                    gradient[a] += (wins(f, g) - p) * (f[a] - g[a]);
                    for (int b = 0; b < TYPES; b++) {
                        hessian[a][b] += p * (1 - p) * (f[a] - g[a]) * (f[b] - g[b]);
                    }
                }
            }
            for (int a = 0; a < TYPES; a++) {
                gradient[a] -= 1e-6 * w[a];
                hessian[a][a] += 1e-6;
            }
            double[] step = solve(hessian, gradient);
            for (int a = 0; a < TYPES; a++) {
                w[a] += step[a];
            }
        }
        return w;
    }

    /** The reward's probability that y beats y′. */
    static double rewardWins(double[] w, double[] f, double[] g) {
        double s = 0;
        for (int t = 0; t < TYPES; t++) {
            s += w[t] * (f[t] - g[t]);
        }
        return Logistic.sigmoid(s);
    }

    /** Cramer's rule. */
    private static double[] solve(double[][] a, double[] b) {
        double d = determinant(a);
        double[] out = new double[TYPES];
        for (int c = 0; c < TYPES; c++) {
            double[][] m = new double[TYPES][];
            for (int r = 0; r < TYPES; r++) {
                m[r] = a[r].clone();
                m[r][c] = b[r];
            }
            out[c] = determinant(m) / d;
        }
        return out;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }
}
