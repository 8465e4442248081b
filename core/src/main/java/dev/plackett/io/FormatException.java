package dev.plackett.io;

import java.nio.file.Path;

/** A file is not what it should be. The message names the file, the place, what was found and what was expected. */
public final class FormatException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A problem at a place within a file. */
    public FormatException(Path file, String place, String problem) {
        super(file + ": " + (place.isEmpty() ? "" : place + ": ") + problem);
    }

    /** A problem with a cause. */
    public FormatException(Path file, String place, String problem, Throwable cause) {
        this(file, place, problem);
        initCause(cause);
    }
}
