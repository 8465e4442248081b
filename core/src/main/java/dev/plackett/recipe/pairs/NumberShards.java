package dev.plackett.recipe.pairs;

import dev.plackett.event.Listener;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.report.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Numbers of each prompt's candidates, computed once, in shards that are whole or not there. */
final class NumberShards {

    /** Prompts per shard; fixed, since a number changes in its last digits with those it is computed with. */
    private static final int SHARD = 64;
    private static final String PREFIX = "numbers-";

    private NumberShards() {}

    /** Computes the shards that are not there yet. */
    static void compute(List<CandidateSet> sets, Function<List<CandidateSet>, List<double[]>> of, Stage stage, Listener listener, String name) {
        for (int from = 0; from < sets.size(); from += SHARD) {
            List<CandidateSet> part = sets.subList(from, Math.min(sets.size(), from + SHARD));
            stage.shard(String.format(Locale.ROOT, PREFIX + "%05d.jsonl", from / SHARD), target -> write(target, part, of.apply(part)));
            listener.progress(name, from + part.size(), sets.size(), "prompts", "");
        }
    }

    /** The numbers of all prompts, in order. */
    static List<double[]> read(Path folder) throws IOException {
        List<double[]> out = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).sorted().toList()) {
                JsonLines.read(file).forEach(row -> out.add(row.get("values").valueStream().mapToDouble(JsonNode::doubleValue).toArray()));
            }
        }
        return out;
    }

    private static void write(Path target, List<CandidateSet> sets, List<double[]> values) {
        JsonLines.write(target, IntStream.range(0, sets.size()).mapToObj(i -> {
            ObjectNode row = Json.object().put("line", sets.get(i).asked().line());
            row.set("values", Json.MAPPER.valueToTree(values.get(i)));
            return row;
        }));
    }
}
