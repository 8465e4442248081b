package dev.plackett.data.file;

import java.util.List;

/**
 * What a file was found to hold.
 *
 * @param kind           what its rows are
 * @param conversational whether texts are messages, which need a chat template
 * @param used           columns that are read, in the file's order
 * @param ignored        columns that are not
 */
public record Schema(Kind kind, boolean conversational, List<String> used, List<String> ignored) {

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + (conversational ? ", conversational" : "") + ": columns " + String.join(", ", used)
            + (ignored.isEmpty() ? "" : "; not used: " + String.join(", ", ignored));
    }
}
