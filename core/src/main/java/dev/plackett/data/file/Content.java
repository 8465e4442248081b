package dev.plackett.data.file;

import dev.plackett.io.Json;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What a text column holds: text, or messages that a chat template renders. */
public sealed interface Content {

    /** Plain text, taken as it is. */
    record Text(String text) implements Content {

        @Override
        public String plain() {
            return text;
        }

        @Override
        public JsonNode json() {
            return Json.MAPPER.valueToTree(text);
        }
    }

    /**
     * Messages.
     *
     * @param messages an array of {@code {"role": …, "content": …}}
     */
    record Messages(ArrayNode messages) implements Content {

        @Override
        public String plain() {
            List<JsonNode> all = messages.valueStream().toList();
            return all.size() == 1 ? all.get(0).path("content").asString()
                : all.stream().map(m -> m.path("role").asString() + ": " + m.path("content").asString()).collect(Collectors.joining("\n"));
        }

        @Override
        public JsonNode json() {
            return messages;
        }
    }

    /** What somebody reads who knows no template, a judge say: the text, the only message, or all messages with their roles. */
    String plain();

    /** As a file holds it: a text, or an array of messages. */
    JsonNode json();

    /** Whether it is messages. */
    default boolean conversational() {
        return this instanceof Messages;
    }
}
