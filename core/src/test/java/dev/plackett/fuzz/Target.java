package dev.plackett.fuzz;

import java.nio.file.Path;
import java.util.SplittableRandom;

/** A reader under test. */
interface Target {

    /** Names its results. */
    String name();

    /** A file, sound or spoilt, that depends on the random generator alone. */
    Sample sample(SplittableRandom random);

    /** Reads a file and uses what it holds, as the product does; a refusal is an exception. */
    void read(Path file) throws Exception;
}
