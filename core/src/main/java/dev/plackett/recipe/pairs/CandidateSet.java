package dev.plackett.recipe.pairs;

import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers to one prompt, independent draws of one policy.
 *
 * @param asked      the prompt
 * @param candidates its answers
 * @param rewards    one per candidate; empty where the file has none
 */
record CandidateSet(Asked asked, List<Candidate> candidates, double[] rewards) {

    private static final String PREFIX = "answers-";

    /**
     * A prompt.
     *
     * @param line    where it stands in the user's file
     * @param content as pairs hold it
     * @param text    what a judge reads
     * @param ids     what a model continues; none where no model does
     */
    record Asked(int line, JsonNode content, String text, int[] ids) {}

    /** Name of the file of a shard. */
    static String shard(int number) {
        return String.format(Locale.ROOT, PREFIX + "%05d.jsonl", number);
    }

    /** Prompt and candidates as rows that a model scores. */
    TokenBatch batch() {
        return TokenBatch.of(Row.of(asked.ids, candidates.stream().map(Candidate::ids).toArray(int[][]::new)));
    }

    static void write(Path file, List<CandidateSet> sets) {
        JsonLines.write(file, sets.stream().map(set -> {
            ObjectNode row = Json.object().put("line", set.asked.line).put("text", set.asked.text);
            row.set("prompt", set.asked.content);
            row.set("prompt_ids", Json.MAPPER.valueToTree(set.asked.ids));
            row.set("rewards", Json.MAPPER.valueToTree(set.rewards));
            ArrayNode candidates = row.putArray("candidates");
            set.candidates.forEach(c -> candidates.add(c.json()));
            return row;
        }));
    }

    /** The sets of all shards of a folder, in order. */
    static List<CandidateSet> read(Path folder) throws IOException {
        List<CandidateSet> out = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).sorted().toList()) {
                JsonLines.read(file).forEach(row -> out.add(new CandidateSet(
                    new Asked(row.get("line").intValue(), row.get("prompt"), row.get("text").stringValue(), ints(row.get("prompt_ids"))),
                    row.get("candidates").valueStream().map(Candidate::of).toList(),
                    row.get("rewards").valueStream().mapToDouble(JsonNode::doubleValue).toArray())));
            }
        }
        return out;
    }

    static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
