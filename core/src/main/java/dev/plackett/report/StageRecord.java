package dev.plackett.report;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of a committed stage; {@code stage.json} in its folder.
 *
 * @param index    its place in the run, from 0
 * @param name     as the run calls it
 * @param inputs   what it was made from
 * @param seconds  wall time of its last attempt
 * @param elapsed  wall time of the run up to its commit
 * @param position how long the journal's files were at the commit
 */
record StageRecord(int index, String name, ContentHash inputs, double seconds, double elapsed, Journal.Position position) {

    static final String FILE = "stage.json";
    private static final int FORMAT = 1;

    static StageRecord read(Path folder) {
        Path file = folder.resolve(FILE);
        ObjectNode json = Json.object(file);
        if (json.path("format").asInt(0) != FORMAT) {
            throw new FormatException(file, "format", "expected " + FORMAT + ", found " + json.path("format"));
        }
        Map<String, String> inputs = new TreeMap<>();
        json.path("inputs").properties().forEach(e -> inputs.put(e.getKey(), e.getValue().asString()));
        return new StageRecord(json.path("index").asInt(), json.path("name").asString(), new ContentHash(inputs), json.path("seconds").asDouble(),
            json.path("elapsed").asDouble(), new Journal.Position(json.path("metrics_bytes").asLong(), json.path("events_bytes").asLong()));
    }

    String json() {
        ObjectNode json = Json.object().put("format", FORMAT).put("index", index).put("name", name).put("seconds", seconds).put("elapsed", elapsed)
            .put("metrics_bytes", position.metrics()).put("events_bytes", position.events());
        inputs.inputs().forEach(json.putObject("inputs")::put);
        return json.toPrettyString() + "\n";
    }

    /** Refuses to stand in for a stage that is not the same. */
    void check(String wantedName, ContentHash wanted, Path run) {
        if (!name.equals(wantedName)) {
            throw new RunFolderException("stage " + index + " of " + run + " is '" + name + "', but this run's is '" + wantedName
                + "'; the folder was written by another version. Start over with --fresh (the old folder is kept under another name).");
        }
        if (!inputs.equals(wanted)) {
            String changed = Stream.concat(inputs.inputs().keySet().stream(), wanted.inputs().keySet().stream()).distinct().sorted()
                .filter(key -> !String.valueOf(inputs.inputs().get(key)).equals(wanted.inputs().get(key))).collect(Collectors.joining(", "));
            throw new RunFolderException("stage '" + name + "' of " + run + " was made from another " + changed
                + " than there is now. Bring the old input back, or start over with --fresh (the old folder is kept under another name).");
        }
    }
}
