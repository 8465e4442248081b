package dev.plackett.evaluate;

import java.util.SplittableRandom;

/**
 * Two methods measured on the same prompts.
 *
 * @param difference first minus second
 * @param pValue     two-sided, of the hypothesis that the sign of each prompt's difference is a coin flip
 */
public record PairedComparison(Estimate difference, double pValue) {

    private static final int FLIPS = 9999;

    /**
     * Compares prompt by prompt, by the sign-flip permutation test.
     *
     * @param first  one value per prompt
     * @param second one value per prompt, in the same order
     * @param seed   of the permutations
     */
    public static PairedComparison of(double[] first, double[] second, long seed) {
        if (first.length != second.length || first.length == 0) {
            throw new IllegalArgumentException("paired values of " + first.length + " and " + second.length + " prompts, expected as many of each");
        }
        double[] difference = new double[first.length];
        java.util.Arrays.setAll(difference, i -> first[i] - second[i]);
        double observed = Math.abs(java.util.Arrays.stream(difference).sum());
        SplittableRandom random = new SplittableRandom(seed);
        int asLarge = 0;
        for (int f = 0; f < FLIPS; f++) {
            double sum = 0;
            for (double d : difference) {
                sum += random.nextBoolean() ? d : -d;
            }
            // Sums in another order differ in their last digits.
            asLarge += Math.abs(sum) >= observed * (1 - 1e-12) ? 1 : 0;
        }
        return new PairedComparison(Estimate.of(difference), (asLarge + 1.0) / (FLIPS + 1.0));
    }
}
