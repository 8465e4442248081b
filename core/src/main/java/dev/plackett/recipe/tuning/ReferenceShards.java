package dev.plackett.recipe.tuning;

import dev.plackett.data.TokenBatch;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Scores;
import dev.plackett.model.Want;
import dev.plackett.report.Stage;
import dev.plackett.tensor.Scope;
import dev.plackett.train.Scoring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Log-likelihoods of the reference policy, computed once, in shards that are whole or not there. */
final class ReferenceShards {

    /** Rows per shard; fixed, since a row changes in its last digits with those it is computed with. */
    private static final int SHARD = 64;
    private static final String PREFIX = "logps-";

    private ReferenceShards() {}

    /**
     * Computes the shards that are not there yet.
     *
     * @param want one number per sequence, or one per token
     */
    static void compute(Path reference, ScalarType compute, List<TuningRow> rows, Want want, long budget, Stage stage, Listener listener, String name) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(reference, compute)) {
            CausalScorer scorer = new CausalScorer(model);
            for (int from = 0; from < rows.size(); from += SHARD) {
                List<TuningRow> part = rows.subList(from, Math.min(rows.size(), from + SHARD));
                stage.shard(String.format(Locale.ROOT, PREFIX + "%06d.jsonl", from / SHARD), target -> write(target, part, scorer, want, budget, stage.stop()));
                listener.progress(name, from + part.size(), rows.size(), "rows", "");
            }
        }
    }

    /** Numbers of each row, those of its answers one after the other. */
    static List<double[]> read(Path folder) throws IOException {
        List<double[]> out = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).sorted().toList()) {
                JsonLines.read(file).forEach(row -> out.add(row.get("reference_logps").valueStream().mapToDouble(JsonNode::doubleValue).toArray()));
            }
        }
        return out;
    }

    private static void write(Path target, List<TuningRow> rows, CausalScorer scorer, Want want, long budget, StopSignal stop) {
        Scores scores = Scoring.all(scorer, rows.stream().map(r -> TokenBatch.of(r.row())).toList(), want, budget, stop);
        int[] sequence = {0};
        JsonLines.write(target, IntStream.range(0, rows.size()).mapToObj(i -> {
            int from = scores.sequenceStart()[sequence[0]];
            sequence[0] += rows.get(i).row().branches().size();
            ObjectNode json = Json.object().put("line", rows.get(i).line());
            json.set("reference_logps", Json.MAPPER.valueToTree(Arrays.copyOfRange(scores.values(), from, scores.sequenceStart()[sequence[0]])));
            return json;
        }));
    }
}
