package dev.plackett.event;

import java.util.function.BooleanSupplier;

/**
 * Tells a loop that somebody wants it to stop at its next safe point. Loops ask it between two pieces of work that are never left half done.
 */
@FunctionalInterface
public interface StopSignal extends BooleanSupplier {

    /** A signal that never comes. */
    static StopSignal none() {
        return () -> false;
    }

    /**
     * Returns when nobody asked to stop.
     *
     * @throws StoppedException otherwise
     */
    default void check() {
        if (getAsBoolean()) {
            throw new StoppedException();
        }
    }
}
