package dev.plackett.recipe.meco.planar;

import dev.plackett.recipe.meco.tilt.Fit;
import java.util.List;

/** What methods have the same of. */
enum Equal {
    /** Updates, each on as many data. */
    BATCHES("batches") {
        @Override
        long steps(int steps, Fit fit) {
            return steps;
        }
    },
    /** Time: a method whose updates take longer has fewer. */
    SECONDS("seconds") {
        @Override
        long steps(int steps, Fit fit) {
            return Math.max(1, Math.round(steps / fit.cost()));
        }
    };

    private final String label;

    Equal(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    abstract long steps(int steps, Fit fit);

    /** What a method trains for: once for both where its updates take no longer than NCE's. */
    static List<Equal> of(Fit fit, boolean batchesToo) {
        return fit.cost() <= 1 ? List.of(BATCHES) : batchesToo ? List.of(BATCHES, SECONDS) : List.of(SECONDS);
    }

    /** Under what a method's row for equal time stands. */
    static Equal time(Fit fit) {
        return fit.cost() <= 1 ? BATCHES : SECONDS;
    }
}
