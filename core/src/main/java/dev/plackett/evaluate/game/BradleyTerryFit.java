package dev.plackett.evaluate.game;

import dev.plackett.evaluate.ComparisonGraph;
import dev.plackett.evaluate.LinearSystem;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.objective.Logistic;
import java.util.Arrays;

/**
 * The Bradley–Terry model nearest to a game: maximum likelihood over all ordered pairs of different answers with equal weight, by Newton's method.
 *
 * @param reward       one score per answer, mean 0
 * @param crossEntropy mean over the n(n−1) ordered pairs of −P_ij ln σ(r_i − r_j)
 * @param entropyFloor the same with P_ij in place of σ: what no model can go below
 */
public record BradleyTerryFit(double[] reward, double crossEntropy, double entropyFloor) {

    private static final int STEPS = 200;
    private static final double FLAT = 1e-13;

    /**
     * Fits.
     *
     * @throws IllegalArgumentException when some answers always win against all others: the likelihood then has no maximum
     */
    public static BradleyTerryFit of(Game game) {
        int n = game.size();
        if (!new ComparisonGraph(game.win()).stronglyConnected()) {
            throw new IllegalArgumentException("the likelihood has no maximum: some answers always win against all the others");
        }
        double[] r = new double[n];
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[n];
            double[][] curvature = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (i != j) {
                        double s = Logistic.sigmoid(r[i] - r[j]);
                        gradient[i] += game.win()[i][j] - s;
                        curvature[i][i] += s * (1 - s);
                        curvature[i][j] -= s * (1 - s);
                    }
                }
            }
            if (Arrays.stream(gradient).map(Math::abs).max().orElse(0) < FLAT * n) {
                return new BradleyTerryFit(r, crossEntropy(game, r), floor(game));
            }
            // The curvature is singular along (1, …, 1), where the gradient is 0; adding 1 everywhere fixes the mean.
            for (double[] row : curvature) {
                for (int j = 0; j < n; j++) {
                    row[j] += 1;
                }
            }
            double[] move = LinearSystem.solve(curvature, gradient);
            double longest = Arrays.stream(move).map(Math::abs).max().orElse(0);
            for (int i = 0; i < n; i++) {
                r[i] += move[i] * Math.min(1, 2 / longest);
            }
        }
        throw new IllegalStateException("Newton's method has not converged in " + STEPS + " steps; rewards " + Arrays.toString(r));
    }

    /** π(y) ∝ π_ref(y)·exp(reward(y)/β): what reward-model training with KL penalty β tends to. */
    public double[] policy(double[] reference, double beta) {
        double[] logs = new double[reward.length];
        Arrays.setAll(logs, i -> Math.log(reference[i]) + reward[i] / beta);
        return LogSpace.softmax(logs);
    }

    private static double crossEntropy(Game game, double[] r) {
        double sum = 0;
        for (int i = 0; i < r.length; i++) {
            for (int j = 0; j < r.length; j++) {
                sum -= i == j ? 0 : game.win()[i][j] * Logistic.logSigmoid(r[i] - r[j]);
            }
        }
        return sum / (r.length * (r.length - 1.0));
    }

    private static double floor(Game game) {
        double sum = 0;
        for (int i = 0; i < game.size(); i++) {
            for (int j = 0; j < game.size(); j++) {
                double p = game.win()[i][j];
                sum -= i == j || p == 0 ? 0 : p * Math.log(p);
            }
        }
        return sum / (game.size() * (game.size() - 1.0));
    }
}
