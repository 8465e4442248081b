package dev.plackett.evaluate.game;

import java.util.Arrays;

/**
 * The SPPO loss with constant baseline ½ on a table, over the whole population (Wu et al. 2024, eq. 4.6):
 * L(π) = Σ_y π_t(y)·(log π(y)/π_t(y) − η(P(y ≻ π_t) − ½))².
 *
 * @param game      who beats whom
 * @param reference π_t, every probability above 0
 * @param eta       η, above 0
 */
public record PopulationLoss(Game game, double[] reference, double eta) {

    /** The loss of a policy. */
    public double value(double[] policy) {
        double[] goal = goals();
        double sum = 0;
        for (int i = 0; i < goal.length; i++) {
            sum += reference[i] * Math.pow(Math.log(policy[i]) - goal[i], 2);
        }
        return sum;
    }

    /** The gradient in the logits of a softmax; at π = π_t it is −2ηπ_t(y)(P(y ≻ π_t) − ½). */
    public double[] gradient(double[] policy) {
        double[] goal = goals();
        double[] pull = new double[goal.length];
        Arrays.setAll(pull, i -> 2 * reference[i] * (Math.log(policy[i]) - goal[i]));
        double total = Arrays.stream(pull).sum();
        double[] out = new double[goal.length];
        Arrays.setAll(out, i -> pull[i] - policy[i] * total);
        return out;
    }

    /**
     * The policy of smallest loss, which is not quite the exact update because η/2 is not quite log Z. With g = log π and multiplier μ the optimum solves
     * g(y) + μ e^{g(y)} / (2π_t(y)) = log π_t(y) + η(P(y ≻ π_t) − ½). Each g(y) falls in μ, so the one μ ≥ 0 at which probabilities add up to 1 is found by
     * bisection, and no other stationary point exists (log Z ≥ η/2 rules out μ &lt; 0).
     */
    public double[] minimiser() {
        double[] goal = goals();
        double low = 0;
        double high = 1;
        while (total(goal, high) > 1) {
            high *= 2;
        }
        for (double middle = high / 2; middle > low && middle < high; middle = low + (high - low) / 2) {
            if (total(goal, middle) > 1) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double multiplier = high;
        double[] out = new double[goal.length];
        Arrays.setAll(out, i -> Math.exp(logit(goal[i], multiplier / (2 * reference[i]))));
        return out;
    }

    private double total(double[] goal, double multiplier) {
        double sum = 0;
        for (int i = 0; i < goal.length; i++) {
            sum += Math.exp(logit(goal[i], multiplier / (2 * reference[i])));
        }
        return sum;
    }

    /** The root of g + a·e^g = t, at most 1 (beyond which no probability lies). The left side is convex, so Newton's method comes down to it from above. */
    private static double logit(double t, double a) {
        double g = Math.min(t, 1);
        for (double excess = g + a * Math.exp(g) - t; excess > 0; excess = g + a * Math.exp(g) - t) {
            double next = g - excess / (1 + a * Math.exp(g));
            if (next >= g) {
                break;
            }
            g = next;
        }
        return g;
    }

    private double[] goals() {
        double[] rates = game.winRates(reference);
        double[] out = new double[rates.length];
        Arrays.setAll(out, i -> Math.log(reference[i]) + eta * (rates[i] - 0.5));
        return out;
    }
}
