package dev.plackett.evaluate.did;

import dev.plackett.evaluate.ComparisonGraph;
import dev.plackett.evaluate.LinearSystem;
import java.util.Arrays;

/** Where IPO ends, exactly: a least-squares problem whose normal equations are a weighted Laplacian. Ours. */
public final class IpoOptimum {

    private IpoOptimum() {}

    /**
     * u = log π/π_ref up to a constant, mean 0, that minimises Σ P(a,b)·(u_a − u_b − 1/(2τ))². It scales as 1/τ, so no τ mends a wrong direction.
     *
     * @param tau τ, TRL's beta, above 0
     * @throws IllegalArgumentException where comparisons leave responses unlinked: their log-ratios are then not determined
     */
    public static double[] logRatio(PairMatrix pairs, double tau) {
        ClosedForm.positive("tau", tau);
        ComparisonGraph graph = pairs.graph();
        if (!graph.connected()) {
            throw new IllegalArgumentException("the optimum is not unique: no chain of comparisons links all responses");
        }
        int n = pairs.size();
        double[][] p = pairs.mass();
        double[][] laplacian = new double[n][n];
        double[] right = new double[n];
        for (int a = 0; a < n; a++) {
            for (int b = 0; b < n; b++) {
                if (a != b) {
                    laplacian[a][a] += p[a][b] + p[b][a];
                    laplacian[a][b] -= p[a][b] + p[b][a];
                    right[a] += (p[a][b] - p[b][a]) / (2 * tau);
                }
            }
        }
        // Singular along (1, …, 1), where the right side is 0; adding 1 everywhere fixes the mean.
        for (double[] row : laplacian) {
            Arrays.setAll(row, j -> row[j] + 1);
        }
        return LinearSystem.solve(laplacian, right);
    }

    /** The policy: π_ref·e^u, normalised. */
    public static FinitePolicy policy(PairMatrix pairs, FinitePolicy reference, double tau) {
        return reference.tilted(logRatio(pairs, tau));
    }
}
