package dev.plackett.robust;

/**
 * An update as a weighted sum of gradients.
 *
 * @param coefficients by row; the update is Σ aᵢgᵢ
 * @param findings     what was found out on the way
 */
public record Weighting(double[] coefficients, Findings findings) {

    /** The mean of some of p rows. */
    public static Weighting meanOf(int p, Findings findings, int... rows) {
        return new Weighting(Weights.meanOf(p, rows), findings);
    }
}
