package dev.plackett.recipe.diagnose;

import java.util.Arrays;

/**
 * Log-likelihoods under one model.
 *
 * @param pairs     of the pairs' responses, chosen and rejected in turn
 * @param reference of the reference's samples, prompt by prompt
 */
record Seen(double[] pairs, double[] reference) {

    /** No model. */
    static Seen none(Seen like) {
        return new Seen(missing(like.pairs.length), missing(like.reference.length));
    }

    private static double[] missing(int n) {
        double[] out = new double[n];
        Arrays.fill(out, Double.NaN);
        return out;
    }
}
