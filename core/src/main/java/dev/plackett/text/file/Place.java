package dev.plackett.text.file;

import dev.plackett.io.Excerpt;
import dev.plackett.io.FormatException;
import java.nio.file.Path;

/**
 * A place in a JSON file, for messages.
 *
 * @param file the file
 * @param path the fields that lead there: {@code decoder.decoders[1].content}
 */
record Place(Path file, String path) {

    Place at(String field) {
        return new Place(file, path.isEmpty() ? field : path + "." + Excerpt.of(field));
    }

    Place at(int index) {
        return new Place(file, path + "[" + index + "]");
    }

    FormatException problem(String problem) {
        return new FormatException(file, path, problem);
    }

    /** Refuses what was found unless a condition holds. */
    void require(boolean holds, String expected, Object found) {
        if (!holds) {
            throw problem("expected " + expected + ", found " + Excerpt.of(found));
        }
    }
}
