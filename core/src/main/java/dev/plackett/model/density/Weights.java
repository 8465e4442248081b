package dev.plackett.model.density;

import java.util.Arrays;

/** Weights of the parts of a mixture. */
final class Weights {

    private static final double ROUNDING = 1e-9;

    private Weights() {}

    /**
     * A copy that sums to 1.
     *
     * @throws IllegalArgumentException unless there is one above 0 for each part and they sum to 1 but for rounding
     */
    static double[] checked(double[] weights, int parts) {
        double sum = Arrays.stream(weights).sum();
        if (parts < 1 || weights.length != parts || Arrays.stream(weights).anyMatch(w -> !(w > 0)) || !(Math.abs(sum - 1) < ROUNDING)) {
            throw new IllegalArgumentException("a mixture of " + parts + " parts with weights " + Arrays.toString(weights)
                + ", expected one above 0 for each part, and a sum of 1");
        }
        return Arrays.stream(weights).map(w -> w / sum).toArray();
    }
}
