package dev.plackett.bench;

import dev.plackett.io.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Times with what they were taken on, as JSON. */
final class TimingFile {

    private TimingFile() {}

    /** What every file begins with; takes the load as it is now for the one after. */
    static ObjectNode header(int rounds, int warmUp, double loadBefore) throws IOException {
        return Json.object().put("time", Instant.now().toString()).put("processor", processor())
            .put("processors", Runtime.getRuntime().availableProcessors()).put("rounds", rounds).put("warm_up", warmUp)
            .put("load_before", loadBefore).put("load_after", load());
    }

    /** Every step's times of servers that took turns. */
    static ArrayNode servers(List<Interleaving.Series> series) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (Interleaving.Series s : series) {
            ObjectNode server = all.addObject().put("name", s.name()).put("peak_mb", s.peakMegabytes());
            ArrayNode levels = server.putArray("levels");
            s.steps().forEach((level, steps) -> {
                ObjectNode node = levels.addObject().put("busy", level).put("wall_median", s.median(level));
                ArrayNode wall = node.putArray("wall");
                ArrayNode cpu = node.putArray("cpu");
                steps.forEach(t -> {
                    wall.add(t.wall());
                    cpu.add(t.cpu());
                });
            });
        }
        return all;
    }

    /** Writes a file, with the folders above it. */
    static void write(Path file, ObjectNode root) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    /** Programs that wanted to run in the last minute. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        return !Files.isReadable(cpu) ? System.getProperty("os.arch") : Files.readAllLines(cpu).stream()
            .filter(l -> l.startsWith("model name")).map(l -> l.substring(l.indexOf(':') + 1).strip()).findFirst().orElse(System.getProperty("os.arch"));
    }
}
