package dev.plackett.recipe.did.real;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.did.PromptSamples;
import dev.plackett.evaluate.did.Scored;
import dev.plackett.evaluate.did.ScoredPair;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers to one prompt with what the fixed models say of them.
 *
 * @param part          what they are for
 * @param prompt        names the prompt
 * @param row           the answers; of a pair the chosen one first
 * @param winRate       P̂ of each among all of its prompt's; none of mere samples
 * @param reference     log π_ref
 * @param chosenModel   log π_w
 * @param rejectedModel log π_l
 */
record RealRow(Part part, String prompt, Row row, double[] winRate, double[] reference, double[] chosenModel, double[] rejectedModel) {

    /** What answers are for. */
    enum Part { TRAIN, HELD_OUT, SAMPLES }

    static RealRow of(Part part, String prompt, Row row, double[] winRate) {
        return new RealRow(part, prompt, row, winRate, new double[0], new double[0], new double[0]);
    }

    RealRow scored(double[] byReference, double[] byChosenModel, double[] byRejectedModel) {
        return new RealRow(part, prompt, row, winRate, byReference, byChosenModel, byRejectedModel);
    }

    /** A pair as a unit that trains. */
    Example<TokenBatch> example() {
        return new Example<>(TokenBatch.of(row), Columns.of(Column.REFERENCE, reference).with(Column.WIN_RATE, winRate));
    }

    /** One side of a pair as a unit that trains. */
    Example<TokenBatch> side(boolean chosen) {
        return new Example<>(TokenBatch.of(new Row(row.prefix(), List.of(row.branches().get(chosen ? 0 : 1)))), Columns.none());
    }

    /** A pair under a policy. */
    ScoredPair pair(double[] policy) {
        return new ScoredPair(prompt, scored(0, policy), scored(1, policy));
    }

    /** Samples under a policy. */
    PromptSamples samples(double[] policy) {
        return new PromptSamples(prompt, IntStream.range(0, policy.length).mapToObj(i -> scored(i, policy)).toList());
    }

    private Scored scored(int answer, double[] policy) {
        return new Scored(policy[answer], reference[answer], chosenModel[answer], rejectedModel[answer], row.branches().get(answer).scoredLength());
    }

    static void write(Path file, List<RealRow> rows) {
        JsonLines.write(file, rows.stream().map(r -> {
            ObjectNode json = Json.object().put("part", r.part.name()).put("prompt", r.prompt);
            json.set("prompt_ids", Json.MAPPER.valueToTree(r.row.prefix()));
            json.set("answers", Json.MAPPER.valueToTree(r.row.branches().stream().map(b -> b.ids()).toList()));
            json.set("win_rate", Json.MAPPER.valueToTree(r.winRate));
            json.set("reference_logps", Json.MAPPER.valueToTree(r.reference));
            json.set("chosen_model_logps", Json.MAPPER.valueToTree(r.chosenModel));
            json.set("rejected_model_logps", Json.MAPPER.valueToTree(r.rejectedModel));
            return json;
        }));
    }

    static List<RealRow> read(Path file) {
        return JsonLines.read(file).stream().map(json -> new RealRow(Part.valueOf(json.get("part").stringValue()), json.get("prompt").stringValue(),
            Row.of(ints(json.get("prompt_ids")), json.get("answers").valueStream().map(RealRow::ints).toArray(int[][]::new)),
            doubles(json.get("win_rate")), doubles(json.get("reference_logps")), doubles(json.get("chosen_model_logps")),
            doubles(json.get("rejected_model_logps")))).toList();
    }

    private static int[] ints(JsonNode array) {
        return array.valueStream().mapToInt(JsonNode::intValue).toArray();
    }

    private static double[] doubles(JsonNode array) {
        return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    }
}
