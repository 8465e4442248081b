package dev.plackett.fuzz;

import dev.plackett.fuzz.Mutator.Named;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A value after some mutations, with what was done to it.
 *
 * @param value     as it is now
 * @param mutations names, in order
 */
record Chain<T>(T value, List<String> mutations) {

    /** One to three mutations at random. */
    static <T> Chain<T> of(T value, List<Named<T>> mutators, SplittableRandom random) {
        T now = value;
        List<String> names = new java.util.ArrayList<>();
        for (int i = random.nextInt(6) / 3; i >= 0; i--) {
            Named<T> mutator = mutators.get(random.nextInt(mutators.size()));
            now = mutator.mutator().apply(now, random);
            names.add(mutator.name());
        }
        return new Chain<>(now, names);
    }

    /** The mutation, or that there are several. */
    String label() {
        return mutations.size() == 1 ? mutations.get(0) : "several";
    }
}
