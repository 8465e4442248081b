package dev.plackett.evaluate.did;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The worked example of the DID specification, 6.1, and random policies. */
final class Worked {

    static final FinitePolicy REFERENCE = FinitePolicy.of(0.4, 0.3, 0.2, 0.1);
    static final FinitePolicy TARGET = FinitePolicy.of(0.1, 0.2, 0.3, 0.4);

    private Worked() {}

    /** π_l of (3a). */
    static FinitePolicy rejected(double beta) {
        return ClosedForm.rejected(REFERENCE, REFERENCE, TARGET, beta);
    }

    /** Pairs of π_ref and π_l. */
    static PairMatrix pairs(double beta) {
        return PairMatrix.independent(REFERENCE, rejected(beta));
    }

    /** Logits N(0, scale²). */
    static FinitePolicy random(RandomGenerator random, int size, double scale) {
        double[] logits = new double[size];
        Arrays.setAll(logits, i -> scale * random.nextGaussian());
        return FinitePolicy.softmax(logits);
    }
}
