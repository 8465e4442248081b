package dev.plackett.objective;

/** Checks of options, with messages that name option, value and range. */
final class Options {

    private Options() {}

    static void require(boolean holds, String name, Object found, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " is " + found + ", expected " + expected);
        }
    }
}
