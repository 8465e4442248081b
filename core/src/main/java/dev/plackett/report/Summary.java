package dev.plackett.report;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a run ended; {@code summary.json}. It is written last: a folder that has one is finished.
 *
 * @param recipe    the recipe's name
 * @param command   what was typed
 * @param seconds   wall time of the work that counts, over all attempts
 * @param peakRssMb most resident memory of the last attempt's process in MB, NaN where the system does not tell
 * @param seeds     the seeds used
 * @param claims    what was claimed and measured
 * @param results   paths within the run folder of what the run made for others to use, by name: "model"
 */
public record Summary(String recipe, String command, double seconds, double peakRssMb, List<Long> seeds, List<Claim> claims,
                      Map<String, String> results) {

    static final String FILE = "summary.json";

    public Summary {
        seeds = List.copyOf(seeds);
        claims = List.copyOf(claims);
        results = Collections.unmodifiableMap(new TreeMap<>(results));
    }

    /** Most resident memory of this process so far in MB; NaN where there is no {@code /proc}. */
    public static double peakResidentMegabytes() {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return Double.NaN;
        }
        try {
            return Files.readAllLines(status).stream().filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D+", "")) / 1024).findFirst().orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** The JSON. */
    public ObjectNode json() {
        ObjectNode node = Json.object().put("recipe", recipe).put("command", command).put("seconds", Math.round(seconds * 10) / 10.0);
        node.put("peak_rss_mb", Double.isFinite(peakRssMb) ? (Long) Math.round(peakRssMb) : null);
        seeds.forEach(node.putArray("seeds")::add);
        claims.forEach(claim -> node.withArray("claims").add(claim.json()));
        if (claims.isEmpty()) {
            node.putArray("claims");
        }
        if (!results.isEmpty()) {
            results.forEach(node.putObject("results")::put);
        }
        return node;
    }
}
