package dev.plackett.fuzz;

import java.util.SplittableRandom;

/** One way to spoil something. What it does derives from the random generator alone. */
@FunctionalInterface
interface Mutator<T> {

    /** The spoilt value; the one given may be changed. */
    T apply(T value, SplittableRandom random);

    /** A mutator and its name in the counts. */
    record Named<T>(String name, Mutator<T> mutator) {}
}
