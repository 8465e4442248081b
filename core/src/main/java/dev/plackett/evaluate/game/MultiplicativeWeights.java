package dev.plackett.evaluate.game;

import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;

/**
 * Exact self-play by multiplicative weights (Wu et al. 2024, eqs. 4.1–4.3): π_{t+1}(y) ∝ π_t(y)·exp(η P(y ≻ π_t)). The average of the policies approaches
 * the equilibrium; the last one moves away from an equilibrium in the interior, by log Z_t − η/2 in KL each step.
 *
 * @param game who beats whom
 * @param eta  η, above 0
 */
public record MultiplicativeWeights(Game game, double eta) {

    public MultiplicativeWeights {
        if (!(eta > 0)) {
            throw new IllegalArgumentException("eta is " + eta + ", expected above 0");
        }
    }

    /**
     * One update.
     *
     * @param next         π_{t+1}
     * @param winRates     P(y ≻ π_t)
     * @param logPartition log Z_t, between η/2 and η/2 + η²/8
     */
    public record Step(double[] next, double[] winRates, double logPartition) {}

    /**
     * A run.
     *
     * @param average mean of π_1 … π_T: draw t, then the whole answer from π_t
     * @param last    π_{T+1}
     * @param rounds  T
     */
    public record Run(double[] average, double[] last, int rounds) {}

    /** One update of a policy. */
    public Step step(double[] policy) {
        double[] logs = Arrays.stream(policy).map(Math::log).toArray();
        double[] rates = game.winRates(policy);
        double logZ = advance(logs, rates);
        return new Step(exp(logs), rates, logZ);
    }

    /** T updates from {@code first}. */
    public Run run(double[] first, int rounds) {
        double[] logs = Arrays.stream(first).map(Math::log).toArray();
        double[] policy = first.clone();
        double[] sum = new double[first.length];
        for (int t = 0; t < rounds; t++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += policy[i];
            }
            advance(logs, game.winRates(policy));
            policy = exp(logs);
        }
        return new Run(Arrays.stream(sum).map(s -> s / rounds).toArray(), policy, rounds);
    }

    /** C₀ = max_y ln(1/π_1(y)), which the bounds depend on. */
    public static double spread(double[] first) {
        return -Math.log(Arrays.stream(first).min().orElseThrow());
    }

    /** What the paper's lemma gives for the average's gap: η/2 + 2C₀/(ηT). */
    public double paperBound(double spread, int rounds) {
        return eta / 2 + 2 * spread / (eta * rounds);
    }

    /** What Hoeffding's lemma gives: η/4 + 2C₀/(ηT). */
    public double hedgeBound(double spread, int rounds) {
        return eta / 4 + 2 * spread / (eta * rounds);
    }

    /** The η that makes {@link #paperBound} smallest: 2√(C₀/T), for a gap of at most 2√(C₀/T). */
    public static double paperStep(double spread, int rounds) {
        return 2 * Math.sqrt(spread / rounds);
    }

    /** The η that makes {@link #hedgeBound} smallest: √(8C₀/T), for a gap of at most √(2C₀/T). */
    public static double hedgeStep(double spread, int rounds) {
        return Math.sqrt(8 * spread / rounds);
    }

    /** Adds η·rates − log Z to the logs of a policy, and returns log Z. */
    private double advance(double[] logs, double[] rates) {
        for (int i = 0; i < logs.length; i++) {
            logs[i] += eta * rates[i];
        }
        double logZ = LogSpace.sum(logs);
        for (int i = 0; i < logs.length; i++) {
            logs[i] -= logZ;
        }
        return logZ;
    }

    private static double[] exp(double[] logs) {
        return Arrays.stream(logs).map(Math::exp).toArray();
    }
}
