package dev.plackett;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The table of docs/performance.md is what the committed timings say, and leaves none of them out. */
class PerformancePageTest {

    private static final Path DOCS = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath().getParent().resolve("docs");
    private static final Map<String, String> WORK = Map.of("preference", "preference", "generation", "generate", "plain", "plain");
    private static final Map<String, String> PEERS = Map.of("TRL, precomputed references", "trl-precomputed", "TRL, its default", "trl-default",
        "transformers", "transformers", "PyTorch", "pytorch");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (preference|generation|plain)[^,|]*, (nano|mini), (float32|bfloat16) \\| (\\d) \\| ([^|]+) \\| "
        + "([\\d.]+) \\| ([\\d.]+) \\| ([\\d.]+) \\(([\\d.]+)\\) \\| ([\\d,]+) → ([\\d,]+) MB.*\\|$");

    @Test
    void everyRowSaysWhatWasTimed() throws IOException {
        List<MatchResult> rows = ROW.matcher(Files.readString(DOCS.resolve("performance.md"))).results().toList();
        for (MatchResult row : rows) {
            JsonNode timed = Json.object(DOCS.resolve("results/performance").resolve(file(row)));
            JsonNode peer = server(timed, PEERS.get(row.group(5)));
            JsonNode ours = server(timed, "plackett");
            assertThat(List.of(row.group(6), row.group(7), row.group(8), row.group(9), row.group(10), row.group(11))).as(row.group())
                .containsExactly(text(median(peer)), text(median(ours)), text(median(peer) / median(ours)), text(least(peer) / least(ours)), peak(peer), peak(ours));
        }
        assertThat(rows.stream().map(r -> file(r) + " " + PEERS.get(r.group(5)))).containsExactlyInAnyOrderElementsOf(timed());
    }

    /** File and peer of every comparison that was kept. */
    private static List<String> timed() throws IOException {
        try (Stream<Path> files = Files.list(DOCS.resolve("results/performance"))) {
            return files.filter(f -> f.getFileName().toString().matches("(preference|generate|plain)-.*\\.json"))
                .flatMap(f -> Json.object(f).get("servers").valueStream().map(s -> s.path("name").stringValue()).filter(s -> !s.equals("plackett"))
                    .map(s -> f.getFileName() + " " + s)).collect(Collectors.toList());
        }
    }

    private static String file(MatchResult row) {
        return WORK.get(row.group(1)) + "-" + row.group(2) + "-" + row.group(3) + "-" + row.group(4) + ".json";
    }

    private static JsonNode server(JsonNode timed, String name) {
        return timed.get("servers").valueStream().filter(s -> s.path("name").stringValue().equals(name)).findFirst().orElseThrow();
    }

    private static double median(JsonNode server) {
        return server.path("levels").path(0).path("wall_median").doubleValue();
    }

    private static double least(JsonNode server) {
        return Arrays.stream(server.path("levels").path(0).path("wall").valueStream().mapToDouble(JsonNode::doubleValue).toArray()).min().orElseThrow();
    }

    private static String peak(JsonNode server) {
        return String.format(Locale.ROOT, "%,d", server.path("peak_mb").longValue());
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
