package dev.plackett.train;

/** A value that should be a number is NaN or infinite; the step was refused and nothing was overwritten. */
public final class NonFiniteException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** What is not finite, and where. */
    public NonFiniteException(String message) {
        super(message);
    }
}
