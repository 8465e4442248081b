package dev.plackett.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file could not be read, by what stands in its place: a wrong name is the user's to mend, anything else is the system's complaint. */
public final class Unreadable {

    private Unreadable() {}

    /**
     * The complaint about a file whose reading failed.
     *
     * @return a {@link FormatException} where nothing, a folder, or a file in place of one of its folders is there; else an {@link UncheckedIOException}
     */
    public static RuntimeException of(Path file, IOException cause) {
        if (cause instanceof NoSuchFileException || Files.isDirectory(file) || inTheWay(file) != null) {
            FormatException wrong = missing(file, "");
            wrong.initCause(cause);
            return wrong;
        }
        return new UncheckedIOException(file + " cannot be read", cause);
    }

    /**
     * The complaint about a name that is no file's.
     *
     * @param needed why it is needed, where its name does not tell
     */
    public static FormatException missing(Path file, String needed) {
        Path obstacle = inTheWay(file);
        if (obstacle != null) {
            return new FormatException(obstacle, "", "expected a folder that holds " + obstacle.relativize(file) + ", found a file");
        }
        return new FormatException(file, "", Files.isDirectory(file) ? "expected a file, found a folder" : needed.isEmpty() ? "no such file" : "no such file: " + needed);
    }

    /** The part of a path that should be a folder and is a file; null where there is none. */
    private static Path inTheWay(Path file) {
        Path above = file.getParent();
        while (above != null && !Files.exists(above)) {
            above = above.getParent();
        }
        return above == null || Files.isDirectory(above) ? null : above;
    }
}
