package dev.plackett.evaluate.did;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Draws from a policy that is known up to a factor as proposal times weight, such as the closed-form rejected policy.
 *
 * @param proposal  draws independently from the proposal
 * @param logWeight log of target over proposal, up to a constant; finite
 * @param random    what decides
 * @param <T>       what is drawn
 */
public record WeightedDraws<T>(Supplier<T> proposal, ToDoubleFunction<T> logWeight, RandomGenerator random) {

    /**
     * One exact draw by rejection.
     *
     * @param bound at least the log-weight of everything that can be proposed
     * @throws IllegalStateException where something outweighs the bound
     */
    public T rejection(double bound) {
        while (true) {
            T candidate = proposal.get();
            double log = logWeight.applyAsDouble(candidate) - bound;
            if (log > 1e-12) {
                throw new IllegalStateException("a proposal has log-weight " + (log + bound) + ", above the bound " + bound);
            }
            if (random.nextDouble() < Math.exp(log)) {
                return candidate;
            }
        }
    }

    /** Where a chain of independent proposals stands after so many steps (Metropolis–Hastings); exact in the limit, and no bound is needed. */
    public T metropolis(int steps) {
        T state = proposal.get();
        double weight = logWeight.applyAsDouble(state);
        for (int i = 0; i < steps; i++) {
            T next = proposal.get();
            double log = logWeight.applyAsDouble(next);
            if (random.nextDouble() < Math.exp(Math.min(0, log - weight))) {
                state = next;
                weight = log;
            }
        }
        return state;
    }
}
