package dev.plackett.recipe.meco.tilt;

import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the importance weights did over a whole training: Σω must hover around 1, and a batch's effective share says how near noise and model are. Saved with
 * every checkpoint.
 */
public final class Watch {

    private static final String FILE = "watch.json";
    private static final List<String> WATCHED = List.of("omega/sum", "ess");

    private final Map<String, Summary> seen = new TreeMap<>();

    /**
     * Of a number that every step gives.
     *
     * @param count how many there were
     * @param sum   of them
     * @param least the smallest
     * @param most  the largest
     */
    public record Summary(long count, double sum, double least, double most) {

        private static final Summary NONE = new Summary(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

        private Summary with(double value) {
            return new Summary(count + 1, sum + value, Math.min(least, value), Math.max(most, value));
        }

        /** Their mean. */
        public double mean() {
            return sum / count;
        }
    }

    /** Takes a step's metrics in. */
    void see(Map<String, Double> metrics) {
        for (String name : WATCHED) {
            if (metrics.containsKey(name)) {
                seen.merge(name, Summary.NONE.with(metrics.get(name)), (old, one) -> old.with(metrics.get(name)));
            }
        }
    }

    /** Numbers for a row: {@code omega_mean}, {@code omega_most}, {@code ess_batch}; none where the objective has no weights. */
    public Map<String, Double> values() {
        Map<String, Double> out = new TreeMap<>();
        if (seen.containsKey("omega/sum")) {
            out.put("omega_mean", seen.get("omega/sum").mean());
            out.put("omega_most", seen.get("omega/sum").most());
        }
        if (seen.containsKey("ess")) {
            out.put("ess_batch", seen.get("ess").mean());
        }
        return out;
    }

    void save(Path folder) {
        ObjectNode json = Json.object();
        seen.forEach((name, s) -> json.putArray(name).add(s.count()).add(Double.doubleToRawLongBits(s.sum())).add(Double.doubleToRawLongBits(s.least()))
            .add(Double.doubleToRawLongBits(s.most())));
        try {
            Files.writeString(folder.resolve(FILE), json.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(FILE) + " cannot be written", e);
        }
    }

    void restore(Path folder) {
        seen.clear();
        Json.object(folder.resolve(FILE)).properties().forEach(e -> {
            List<Long> n = e.getValue().valueStream().map(v -> v.asLong(0)).toList();
            if (n.size() != 4) {
                throw new FormatException(folder.resolve(FILE), "'" + e.getKey() + "'", "expected four numbers, found " + n.size());
            }
            seen.put(e.getKey(), new Summary(n.get(0), Double.longBitsToDouble(n.get(1)), Double.longBitsToDouble(n.get(2)), Double.longBitsToDouble(n.get(3))));
        });
    }
}
