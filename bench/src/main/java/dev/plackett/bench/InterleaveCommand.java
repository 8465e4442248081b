package dev.plackett.bench;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett-bench interleave}. */
@Command(name = "interleave", description = "Step several servers in turn; medians, peak memory, and each one's time over the first one's.")
final class InterleaveCommand implements Callable<Integer> {

    @Option(names = "--rounds", defaultValue = "11", description = "Counted rounds.")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "3", description = "Rounds before them.")
    private int warmUp;

    @Option(names = "--busy", split = ",", defaultValue = "0", description = "Numbers of competing busy loops, for example 0,1,2.")
    private List<Integer> busy;

    @Option(names = "--out", paramLabel = "FILE", description = "Every step's times, as JSON.")
    private Path out;

    @Parameters(paramLabel = "NAME=COMMAND", arity = "1..*", description = "Step servers; ratios are to the first.")
    private Map<String, String> servers;

    @Override
    public Integer call() throws IOException {
        List<StepProcess> running = new ArrayList<>();
        try {
            servers.forEach((name, command) -> running.add(StepProcess.start(name, command)));
            running.forEach(StepProcess::awaitReady);
            double before = load();
            List<Interleaving.Series> series = new Interleaving(rounds, warmUp, busy).run(running);
            double after = load();
            series.forEach(s -> busy.forEach(level -> print(series.get(0), s, level)));
            System.out.printf(Locale.ROOT, "load before and after %.2f %.2f%n", before, after);
            if (out != null) {
                write(series, before, after);
            }
        } finally {
            running.forEach(StepProcess::close);
        }
        return 0;
    }

    private void print(Interleaving.Series first, Interleaving.Series s, int level) {
        System.out.printf(Locale.ROOT, "%-20s busy %d  wall median %.3f min %.3f max %.3f s, cpu median %.3f s, peak %d MB | this / %s: wall %.2f, min %.2f, cpu %.2f"
            + " | this / itself alone %.2f%n", s.name(), level, s.median(level), s.min(level), s.max(level), s.cpu(level), s.peakMegabytes(), first.name(),
            s.median(level) / first.median(level), s.min(level) / first.min(level), s.cpu(level) / first.cpu(level),
            s.median(level) / s.median(busy.get(0)));
    }

    private void write(List<Interleaving.Series> series, double before, double after) throws IOException {
        ObjectNode root = Json.object().put("time", Instant.now().toString()).put("processor", processor())
            .put("processors", Runtime.getRuntime().availableProcessors()).put("rounds", rounds).put("warm_up", warmUp)
            .put("load_before", before).put("load_after", after);
        ArrayNode all = root.putArray("servers");
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
        if (out.toAbsolutePath().getParent() != null) {
            Files.createDirectories(out.toAbsolutePath().getParent());
        }
        Files.writeString(out, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static double load() {
        return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String processor() throws IOException {
        Path cpu = Path.of("/proc/cpuinfo");
        return !Files.isReadable(cpu) ? System.getProperty("os.arch") : Files.readAllLines(cpu).stream()
            .filter(l -> l.startsWith("model name")).map(l -> l.substring(l.indexOf(':') + 1).strip()).findFirst().orElse(System.getProperty("os.arch"));
    }
}
