package dev.plackett.evaluate.did;

import java.util.Arrays;

/**
 * The closed-form rejected policy token by token: logits (1+β)·ref − β·target. An approximation: at the level of sequences it is exact only where the
 * normaliser is the same in every context.
 */
public final class ContrastiveDecoding {

    private ContrastiveDecoding() {}

    /** Logits of the rejected policy at one position, from logits or log-probabilities {@code [V]} of the two models; up to a constant. */
    public static double[] logits(double[] reference, double[] target, double beta) {
        ClosedForm.positive("beta", beta);
        if (reference.length != target.length) {
            throw new IllegalArgumentException("logits over " + reference.length + " tokens and over " + target.length
                + ": the models must share a vocabulary");
        }
        double[] out = new double[reference.length];
        Arrays.setAll(out, v -> (1 + beta) * reference[v] - beta * target[v]);
        return out;
    }
}
