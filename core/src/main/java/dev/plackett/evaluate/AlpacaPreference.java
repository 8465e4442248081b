package dev.plackett.evaluate;

import java.util.OptionalDouble;

/**
 * AlpacaEval 2's preference from a judge's first token, on its scale: 1 when the baseline is better, 2 when the model is. The labels are {@code m} for the
 * answer shown first and {@code M} for the second; the baseline is shown first unless the two are switched.
 */
public final class AlpacaPreference {

    private AlpacaPreference() {}

    /**
     * 2 − p_m/(p_m + p_M), and 3 minus that when switched.
     *
     * @param first    log-probability of {@code m}; empty when it is not among the judge's top tokens
     * @param second   log-probability of {@code M}
     * @param switched whether the model's answer was shown first
     * @return NaN when both are missing
     */
    public static double of(OptionalDouble first, OptionalDouble second, boolean switched) {
        if (first.isEmpty() && second.isEmpty()) {
            return Double.NaN;
        }
        double m = first.orElse(Double.NEGATIVE_INFINITY);
        double shown = 2 - 1 / (1 + Math.exp(second.orElse(Double.NEGATIVE_INFINITY) - m));
        return switched ? 3 - shown : shown;
    }
}
