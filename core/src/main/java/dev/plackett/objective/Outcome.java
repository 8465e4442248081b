package dev.plackett.objective;

import java.util.Map;

/**
 * What an objective makes of its {@link Signals}. Values are already divided by the step's {@link Divisors}, so that outcomes of micro-batches add up.
 *
 * @param value       the value to be minimised
 * @param coefficient the factor of ∇ℓ for each element of {@code Signals.policy}
 * @param kind        what the coefficients are to the value
 * @param metrics     what to log, in TRL's names where TRL has them
 * @param next        the state for the next step
 */
public record Outcome(double value, double[] coefficient, Kind kind, Map<String, Stat> metrics, Carry next) {

    /** What the coefficients are. */
    public enum Kind {
        /** ∂value/∂ℓ exactly. */
        GRADIENT,
        /** An update direction that is not the derivative of the printed value; the objective's class says why. */
        SURROGATE
    }
}
