package dev.plackett.evaluate.density;

import dev.plackett.data.points.Points;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;

/**
 * log Z by draws from a proposal: log of the mean of exp(f)/q. Too low on average (Jensen), which flatters the model.
 *
 * @param draws at least 100,000 for figures that are reported
 * @param chunk draws at once
 */
public record ImportanceSampling(int draws, int chunk) {

    public ImportanceSampling {
        if (draws < 1 || chunk < 1) {
            throw new IllegalArgumentException(draws + " draws, " + chunk + " at once: expected at least 1 of each");
        }
    }

    /** So many draws, 16,384 at once. */
    public static ImportanceSampling of(int draws) {
        return new ImportanceSampling(draws, 1 << 14);
    }

    /** What the weights say. */
    public WeightSummary logZ(LogDensity f, Density q, Seeds seeds) {
        return WeightSummary.of(logWeights(f, q, seeds));
    }

    /**
     * log of each draw's weight. A draw depends on its chunk and the seed.
     *
     * @throws ArithmeticException when a log-density of the model is no number, or q has no density at its own draw
     */
    public double[] logWeights(LogDensity f, Density q, Seeds seeds) {
        double[] out = new double[draws];
        Seeds own = seeds.at("importance sampling");
        for (int at = 0; at < draws; at += chunk) {
            int n = Math.min(chunk, draws - at);
            Points x;
            try (Scope scope = Scope.open()) {
                x = Points.of(q.sample(n, own.at(at / chunk)));
            }
            double[] model = LogValues.of(f, x);
            double[] proposal = LogValues.of(q, x);
            for (int i = 0; i < n; i++) {
                if (proposal[i] == Double.NEGATIVE_INFINITY) {
                    throw new ArithmeticException("the proposal has no density at its own draw " + (at + i));
                }
                out[at + i] = model[i] - proposal[i];
            }
        }
        return out;
    }
}
