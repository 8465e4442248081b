package dev.plackett.recipe.did;

import dev.plackett.evaluate.did.FinitePolicy;
import dev.plackett.io.Json;
import dev.plackett.recipe.RunContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Policies on disk: log-probabilities by method, to the last bit. */
final class TrainedPolicies {

    static final String FILE = "policies.json";

    private TrainedPolicies() {}

    static void write(Path file, List<Method> methods, List<FinitePolicy> policies) {
        ObjectNode all = Json.object();
        for (int m = 0; m < methods.size(); m++) {
            ArrayNode logs = all.putArray(methods.get(m).name());
            for (double log : policies.get(m).logs()) {
                logs.add(log);
            }
        }
        try {
            Files.writeString(file, all.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    /** What R1 left for a seed. */
    static Path of(long seed, RunContext context) {
        String stage = ObjectivesEnd.stage(seed);
        return context.folder().result(stage).orElseThrow(() -> new IllegalStateException("the stage '" + stage + "' has not run")).resolve(FILE);
    }

    /** By method, in the order written. */
    static Map<String, FinitePolicy> read(Path file) {
        Map<String, FinitePolicy> all = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : Json.object(file).properties()) {
            double[] logs = new double[entry.getValue().size()];
            for (int i = 0; i < logs.length; i++) {
                logs[i] = entry.getValue().get(i).doubleValue();
            }
            all.put(entry.getKey(), new FinitePolicy(logs));
        }
        return all;
    }
}
