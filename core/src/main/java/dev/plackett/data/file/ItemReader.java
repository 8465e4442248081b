package dev.plackett.data.file;

import dev.plackett.io.Excerpt;
import dev.plackett.io.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes items of one kind out of columns. Problems are {@link IllegalArgumentException}s that name the column. */
record ItemReader(Kind kind) {

    Item item(Item.Origin origin, ObjectNode row) {
        return switch (kind) {
            case PROMPT -> new Item.Prompt(origin, content(row, "prompt"));
            case COMPLETION -> new Item.Completion(origin, content(row, "prompt"), like(content(row, "prompt"), content(row, "completion"), "completion"));
            case LABELLED -> new Item.Labelled(origin, content(row, "prompt"), like(content(row, "prompt"), content(row, "completion"), "completion"),
                label(row));
            case PREFERENCE -> preference(origin, row);
            case MESSAGES -> new Item.Language(origin, messages(row.path("messages"), "messages"));
            case TEXT -> new Item.Language(origin, content(row, "text"));
            case CANDIDATES -> candidates(origin, row);
            case TOKENS -> tokens(origin, row);
        };
    }

    private static Item preference(Item.Origin origin, ObjectNode row) {
        Content chosen = content(row, "chosen");
        Content rejected = like(chosen, content(row, "rejected"), "rejected");
        if (present(row, "prompt")) {
            return new Item.Preference(origin, like(chosen, content(row, "prompt"), "prompt"), chosen, rejected);
        }
        return SharedPrompt.split(origin, chosen, rejected);
    }

    private static Item candidates(Item.Origin origin, ObjectNode row) {
        Content prompt = content(row, "prompt");
        List<Content> out = new ArrayList<>();
        for (JsonNode candidate : array(row, "candidates")) {
            out.add(like(prompt, content(candidate, "candidates"), "candidates"));
        }
        if (out.isEmpty()) {
            throw problem("candidates", "expected at least one, found none");
        }
        return new Item.Candidates(origin, prompt, out, present(row, "rewards") ? rewards(row, out.size()) : new double[0]);
    }

    private static double[] rewards(ObjectNode row, int candidates) {
        ArrayNode array = array(row, "rewards");
        if (array.size() != candidates) {
            throw problem("rewards", "expected " + candidates + " numbers as in candidates, found " + array.size());
        }
        return array.valueStream().mapToDouble(reward -> {
            if (!reward.isNumber() || !Double.isFinite(reward.doubleValue())) {
                throw problem("rewards", "expected a number, found " + Excerpt.of(reward));
            }
            return reward.doubleValue();
        }).toArray();
    }

    private static Item tokens(Item.Origin origin, ObjectNode row) {
        ArrayNode ids = array(row, "input_ids");
        int[] out = new int[ids.size()];
        boolean[] scored = new boolean[ids.size()];
        for (int i = 0; i < out.length; i++) {
            if (!ids.get(i).isIntegralNumber() || !ids.get(i).canConvertToInt() || ids.get(i).intValue() < 0) {
                throw problem("input_ids", "expected token ids, found " + Excerpt.of(ids.get(i)) + " at position " + i);
            }
            out[i] = ids.get(i).intValue();
            scored[i] = i > 0;
        }
        if (present(row, "completion_mask")) {
            ArrayNode mask = array(row, "completion_mask");
            if (mask.size() != out.length) {
                throw problem("completion_mask", "expected " + out.length + " values as in input_ids, found " + mask.size());
            }
            for (int i = 0; i < out.length; i++) {
                JsonNode flag = mask.get(i);
                if (!flag.isBoolean() && !(flag.isIntegralNumber() && (flag.asInt(-1) == 0 || flag.asInt(-1) == 1))) {
                    throw problem("completion_mask", "expected 0 or 1, found " + Excerpt.of(flag) + " at position " + i);
                }
                scored[i] = flag.isBoolean() ? flag.booleanValue() : flag.intValue() == 1;
            }
        }
        if (out.length == 0) {
            throw problem("input_ids", "expected at least one token, found none");
        }
        if (scored[0]) {
            throw problem("completion_mask", "the first token cannot be scored: nothing predicts it");
        }
        return new Item.Tokens(origin, out, scored);
    }

    private static boolean label(ObjectNode row) {
        String text = row.path("label").asString("").strip().toLowerCase(java.util.Locale.ROOT);
        if (List.of("true", "1").contains(text)) {
            return true;
        }
        if (List.of("false", "0").contains(text)) {
            return false;
        }
        throw problem("label", "expected true or false, found " + Excerpt.of(row.path("label")));
    }

    /** A column that must be text if the other is text, messages if it is messages. */
    private static Content like(Content other, Content content, String column) {
        if (content.conversational() != other.conversational()) {
            throw problem(column, "is " + (content.conversational() ? "messages" : "text") + " where the row's other columns are "
                + (other.conversational() ? "messages" : "text"));
        }
        return content;
    }

    private static Content content(ObjectNode row, String column) {
        if (!present(row, column)) {
            throw problem(column, "is missing");
        }
        return content(row.path(column), column);
    }

    private static Content content(JsonNode node, String column) {
        if (node.isString()) {
            return new Content.Text(node.stringValue());
        }
        return messages(node, column);
    }

    private static Content messages(JsonNode node, String column) {
        if (!(node instanceof ArrayNode messages)) {
            throw problem(column, "expected text or messages, found " + node.getNodeType());
        }
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.get(i);
            if (!message.isObject() || !message.path("role").isString() || !message.has("content")) {
                throw problem(column, "expected messages {\"role\": …, \"content\": …}, found " + Excerpt.of(message) + " at position " + i);
            }
        }
        if (messages.isEmpty()) {
            throw problem(column, "expected messages, found an empty list");
        }
        return new Content.Messages(messages);
    }

    /** An array; in CSV, where every cell is text, an array written as JSON. */
    private static ArrayNode array(ObjectNode row, String column) {
        JsonNode node = row.path(column);
        if (node.isString()) {
            try {
                node = Json.MAPPER.readTree(node.stringValue());
            } catch (JacksonException e) {
                throw problem(column, "expected a list as JSON, found \"" + Excerpt.of(row.path(column).stringValue()) + "\"");
            }
        }
        if (!(node instanceof ArrayNode array)) {
            throw problem(column, "expected a list, found " + node.getNodeType());
        }
        return array;
    }

    static boolean present(ObjectNode row, String column) {
        return row.has(column) && !row.path(column).isNull();
    }

    private static IllegalArgumentException problem(String column, String problem) {
        return new IllegalArgumentException("column '" + column + "': " + problem);
    }
}
