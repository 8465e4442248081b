package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.ClosedForm;
import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.evaluate.did.PairMatrix;
import dev.plackett.tensor.Seeds;
import java.util.SplittableRandom;

/**
 * A seed's finite space.
 *
 * @param reference π_ref, whence chosen responses come
 * @param target    π*
 */
record Space(FinitePolicy reference, FinitePolicy target) {

    /** Policies with logits from N(0, 1). */
    static Space of(long seed, int size) {
        return new Space(random(seed, "reference", size), random(seed, "target", size));
    }

    /** Another such policy of the same seed. */
    static FinitePolicy random(long seed, String what, int size) {
        SplittableRandom random = Seeds.of(seed).at(what).random();
        return FinitePolicy.softmax(random.doubles().limit(size).map(u -> random.nextGaussian()).toArray());
    }

    /** The rejected responses' policy with which DPO at β ends at the target. */
    FinitePolicy rejected(double beta) {
        return ClosedForm.rejected(reference, reference, target, beta);
    }

    /** All pairs of the reference and {@link #rejected}. */
    PairMatrix pairs(double beta) {
        return PairMatrix.independent(reference, rejected(beta));
    }

    /** JS(π_ref, π*): where training starts. */
    double start() {
        return reference.jensenShannon(target);
    }
}
