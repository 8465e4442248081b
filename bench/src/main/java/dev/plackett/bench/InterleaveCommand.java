package dev.plackett.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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
            double before = TimingFile.load();
            List<Interleaving.Series> series = new Interleaving(rounds, warmUp, busy).run(running);
            series.forEach(s -> busy.forEach(level -> print(series.get(0), s, level)));
            System.out.printf(Locale.ROOT, "load before and after %.2f %.2f%n", before, TimingFile.load());
            if (out != null) {
                write(series, before);
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

    private void write(List<Interleaving.Series> series, double before) throws IOException {
        ObjectNode root = TimingFile.header(rounds, warmUp, before);
        root.set("servers", TimingFile.servers(series));
        TimingFile.write(out, root);
    }
}
