package dev.plackett.data.file;

import tools.jackson.databind.node.ArrayNode;

/** What a text column holds: text, or messages that a chat template renders. */
public sealed interface Content {

    /** Plain text, taken as it is. */
    record Text(String text) implements Content {}

    /**
     * Messages.
     *
     * @param messages an array of {@code {"role": …, "content": …}}
     */
    record Messages(ArrayNode messages) implements Content {}

    /** Whether it is messages. */
    default boolean conversational() {
        return this instanceof Messages;
    }
}
