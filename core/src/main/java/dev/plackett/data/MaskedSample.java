package dev.plackett.data;

/**
 * A noised copy of a sequence: what an encoder reads, and what it has to find out.
 *
 * @param ids       token ids with mask tokens in them, at least one
 * @param positions which positions are scored, at least one
 * @param targets   the true token at each of them
 * @param weight    factor of the copy's log-likelihood: 1 for masked language modelling, L/l over the number of copies for an ELBO's sample
 */
public record MaskedSample(int[] ids, int[] positions, int[] targets, double weight) {

    public MaskedSample {
        if (positions.length == 0 || positions.length != targets.length) {
            throw new IllegalArgumentException(positions.length + " scored positions with " + targets.length + " targets, expected equal numbers, at least 1");
        }
        for (int p : positions) {
            if (p < 0 || p >= ids.length) {
                throw new IllegalArgumentException("the scored position " + p + " is outside a sequence of " + ids.length + " tokens");
            }
        }
        if (!Double.isFinite(weight)) {
            throw new IllegalArgumentException("the weight of a masked copy is " + weight + ", expected a finite number");
        }
    }
}
