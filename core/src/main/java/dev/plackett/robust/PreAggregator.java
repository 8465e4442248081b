package dev.plackett.robust;

import dev.plackett.objective.Carry;
import dev.plackett.robust.pre.AdaptiveClipping;
import dev.plackett.robust.pre.Bucketing;
import dev.plackett.robust.pre.Clipping;
import dev.plackett.robust.pre.NearestNeighbours;
import java.util.List;
import java.util.Optional;

/** What is done to gradients before a rule sees them: weighted sums of them take their place. */
public interface PreAggregator {

    /**
     * The weighted sums.
     *
     * @param weights   {@code [q, p]}: row i is Σ weights[i][j]·g_j
     * @param names     of the q rows
     * @param perWorker whether row i is still about worker i
     * @param next      the state for the next aggregation
     */
    record Mixing(double[][] weights, List<String> names, boolean perWorker, Carry next) {}

    /** Why it cannot work with so many workers; empty where it can. */
    Optional<String> problem(int workers);

    /** How many rows come out of so many. */
    default int rows(int workers) {
        return workers;
    }

    /** Whether it asks for inner products. */
    default boolean usesGram() {
        return true;
    }

    /** The weights for these gradients. */
    Mixing mix(GradientMatrix gradients, Carry carry);

    /** What it becomes after workers were excluded for what they sent. */
    default PreAggregator excluding(int removed) {
        return this;
    }

    /** Each gradient becomes the mean of the p − f nearest to it. */
    static PreAggregator nearestNeighbours(int f) {
        return new NearestNeighbours(f);
    }

    /** Means of random groups of s. */
    static PreAggregator bucketing(int s, long seed) {
        return new Bucketing(s, seed);
    }

    /** Gradients longer than c are scaled to length c. */
    static PreAggregator clipping(double c) {
        return new Clipping(c, false);
    }

    /** The longest gradients are scaled to the length of the longest that is left alone. */
    static PreAggregator adaptiveClipping(int f) {
        return new AdaptiveClipping(f);
    }
}
