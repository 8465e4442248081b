package dev.plackett.recipe;

import java.util.function.DoubleSupplier;

/** A number, or {@code auto}: the run works it out and prints what it chose. */
public sealed interface AutoNumber {

    /** The run chooses. */
    record Auto() implements AutoNumber {}

    /**
     * The user chose.
     *
     * @param value the number
     */
    record Fixed(double value) implements AutoNumber {}

    /** {@code auto}. */
    static AutoNumber auto() {
        return new Auto();
    }

    /** A number. */
    static AutoNumber of(double value) {
        return new Fixed(value);
    }

    /** The user's number, or what {@code automatic} works out. */
    default double or(DoubleSupplier automatic) {
        return this instanceof Fixed fixed ? fixed.value() : automatic.getAsDouble();
    }
}
