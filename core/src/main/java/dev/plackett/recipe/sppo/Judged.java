package dev.plackett.recipe.sppo;

import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.judge.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Verdicts on file: whole matrices, so that other win probabilities can be computed from them later. */
final class Judged {

    private Judged() {}

    static void write(Path file, List<Verdict> verdicts) {
        JsonLines.write(file, IntStream.range(0, verdicts.size()).mapToObj(i -> {
            boolean logits = verdicts.get(i) instanceof Verdict.Logits;
            double[][] m = logits ? ((Verdict.Logits) verdicts.get(i)).c() : ((Verdict.Probabilities) verdicts.get(i)).p();
            ObjectNode row = Json.object().put("prompt", i);
            row.set(logits ? "C" : "P", Json.MAPPER.valueToTree(m));
            return row;
        }));
    }

    static List<Verdict> read(Path file) {
        List<Verdict> out = new ArrayList<>();
        for (ObjectNode row : JsonLines.read(file)) {
            JsonNode m = row.has("C") ? row.get("C") : row.get("P");
            double[][] matrix = m.valueStream().map(r -> r.valueStream().mapToDouble(JsonNode::doubleValue).toArray()).toArray(double[][]::new);
            out.add(row.has("C") ? new Verdict.Logits(matrix) : new Verdict.Probabilities(matrix));
        }
        return out;
    }
}
