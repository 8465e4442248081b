package dev.plackett.judge;

import dev.plackett.objective.Logistic;

/**
 * From a K×K matrix of logits to probabilities (SPPO specification 2.5; S = C − Cᵀ).
 * {@link #AVERAGE} is the paper's reading and the default: calibrated, and it keeps cycles. {@link #RELEASED} is the authors' code: a Bradley–Terry model
 * of the summed scores, which doubles the logits and throws the cyclic part away.
 */
public enum WinProbability {

    /** σ(S_ij / 2): the mean of both orders. */
    AVERAGE {
        @Override
        double of(double[][] c, double[] scores, int i, int j) {
            return Logistic.sigmoid((c[i][j] - c[j][i]) / 2);
        }
    },
    /** σ(S_ij): the sum of both orders. */
    SUM {
        @Override
        double of(double[][] c, double[] scores, int i, int j) {
            return Logistic.sigmoid(c[i][j] - c[j][i]);
        }
    },
    /** σ(r_i − r_j) with r the mean row sum of S. */
    RELEASED {
        @Override
        double of(double[][] c, double[] scores, int i, int j) {
            return Logistic.sigmoid(scores[i] - scores[j]);
        }
    };

    abstract double of(double[][] c, double[] scores, int i, int j);

    /** Probabilities of all pairs; a verdict that has them already is taken as it is. */
    public double[][] matrix(Verdict verdict) {
        if (verdict instanceof Verdict.Probabilities p) {
            return p.p();
        }
        double[][] c = ((Verdict.Logits) verdict).c();
        double[] scores = scores(c);
        double[][] out = new double[c.length][c.length];
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c.length; j++) {
                out[i][j] = i == j ? 0.5 : of(c, scores, i, j);
            }
        }
        return out;
    }

    /** r_i = mean over j of C_ij − C_ji, the zero diagonal included. */
    static double[] scores(double[][] c) {
        double[] out = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            for (int j = 0; j < c.length; j++) {
                out[i] += (c[i][j] - c[j][i]) / c.length;
            }
        }
        return out;
    }
}
