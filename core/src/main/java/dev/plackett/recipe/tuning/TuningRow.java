package dev.plackett.recipe.tuning;

import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A row of a user's file as tokens.
 *
 * @param line    where it stands in its file
 * @param heldOut whether it is evaluated on and never trained
 * @param row     the tokens; of a pair the chosen answer comes first
 * @param data    what else it holds, as its {@link Form} says
 */
record TuningRow(int line, boolean heldOut, Row row, double[] data) {

    static void write(Path file, List<TuningRow> rows) {
        JsonLines.write(file, rows.stream().map(r -> {
            ObjectNode json = Json.object().put("line", r.line).put("held_out", r.heldOut);
            json.set("prompt_ids", Json.MAPPER.valueToTree(r.row.prefix()));
            json.set("data", Json.MAPPER.valueToTree(r.data));
            ArrayNode answers = json.putArray("answers");
            for (Branch branch : r.row.branches()) {
                ObjectNode answer = answers.addObject();
                answer.set("ids", Json.MAPPER.valueToTree(branch.ids()));
                // Only a mask that leaves something out is worth its bytes.
                if (branch.scoredLength() < branch.ids().length) {
                    answer.set("scored", Json.MAPPER.valueToTree(branch.scored()));
                }
            }
            return json;
        }));
    }

    static List<TuningRow> read(Path file) {
        return JsonLines.read(file).stream().map(json -> new TuningRow(json.get("line").intValue(), json.get("held_out").booleanValue(),
            new Row(ints(json.get("prompt_ids")), json.get("answers").valueStream().map(TuningRow::branch).toList()),
            json.get("data").valueStream().mapToDouble(JsonNode::doubleValue).toArray())).toList();
    }

    private static Branch branch(JsonNode answer) {
        Branch all = Branch.of(ints(answer.get("ids")));
        if (!answer.has("scored")) {
            return all;
        }
        boolean[] scored = new boolean[all.ids().length];
        for (int i = 0; i < scored.length; i++) {
            scored[i] = answer.get("scored").get(i).booleanValue();
        }
        return new Branch(all.ids(), scored, all.key());
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
