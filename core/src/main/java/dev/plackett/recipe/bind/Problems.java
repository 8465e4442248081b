package dev.plackett.recipe.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects everything that is wrong, so that a user mends a file once. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Notes a problem; the empty result stands for "no value". */
    public <T> Optional<T> add(Place place, String path, String text) {
        found.add(new Problem(place, path, text));
        return Optional.empty();
    }

    /** What was found so far, in the order found. */
    public List<Problem> list() {
        return List.copyOf(found);
    }

    /**
     * Returns when nothing was found.
     *
     * @throws InvalidConfigException with all that was found
     */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidConfigException(found);
        }
    }
}
