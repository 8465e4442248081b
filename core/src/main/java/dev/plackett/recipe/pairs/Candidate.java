package dev.plackett.recipe.pairs;

import dev.plackett.io.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer.
 *
 * @param content as pairs hold it: a text, or an array of messages
 * @param text    what a judge reads
 * @param ids     its tokens, the last one that ends it included; none where nobody scores it
 * @param stopped whether it ended by itself; also where it was not sampled here
 */
record Candidate(JsonNode content, String text, int[] ids, boolean stopped) {

    ObjectNode json() {
        ObjectNode row = Json.object().put("text", text).put("stopped", stopped);
        row.set("content", content);
        row.set("ids", Json.MAPPER.valueToTree(ids));
        return row;
    }

    static Candidate of(JsonNode row) {
        return new Candidate(row.get("content"), row.get("text").stringValue(), CandidateSet.ints(row.get("ids")), row.get("stopped").booleanValue());
    }
}
