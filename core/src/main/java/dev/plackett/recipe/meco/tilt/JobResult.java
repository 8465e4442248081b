package dev.plackett.recipe.meco.tilt;

import dev.plackett.io.Json;
import dev.plackett.report.Stage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Numbers that a job leaves as a shard of its stage: done once, and read when it is there.
 *
 * @param values by name; NaN where there is none
 */
public record JobResult(Map<String, Double> values) {

    public JobResult {
        values = new TreeMap<>(values);
    }

    /**
     * What the job found, now or in an earlier attempt.
     *
     * @param job  its name, the same for the same work
     * @param work is called when it was not done before
     */
    public static JobResult of(Stage stage, String job, Supplier<Map<String, Double>> work) {
        Path file = stage.shard(job + ".json", path -> {
            ObjectNode json = Json.object();
            new TreeMap<>(work.get()).forEach((name, value) -> json.put(name, Double.isFinite(value) ? value : null));
            Files.writeString(path, json.toString());
        });
        Map<String, Double> values = new TreeMap<>();
        Json.object(file).properties().forEach(e -> values.put(e.getKey(), e.getValue().isNumber() ? e.getValue().doubleValue() : Double.NaN));
        return new JobResult(values);
    }
}
