package dev.plackett.bench;

import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code plackett-bench energy-times}. */
@Command(name = "energy-times", description = "Updates of unnormalised models by MECO, on three networks, in several batch sizes, by one and two threads: step servers in "
    + "turn, a pair for every cell. Leaves meco-NETWORK-THREADS.json and the table meco.md.")
final class EnergyTimes implements Callable<Integer> {

    /**
     * Networks of {@code run meco}, and one of pixels.
     *
     * @param name    in tables
     * @param options of both servers
     * @param updates that take about a tenth of a second, at 256 rows each of data and noise
     */
    private record Network(String name, String options, double updates) {

        /** Updates of a step with that batch: small batches are not faster in proportion. */
        int updates(int batch) {
            return (int) Math.max(1, Math.round(updates * 512 / (256 + batch)));
        }
    }

    private static final List<Network> NETWORKS = List.of(
        new Network("plane", "--dimension 2 --waves --widths 64,64 --full", 100),
        new Network("codes", "--dimension 16 --widths 128,128 --bound 8", 60),
        new Network("pixels", "--dimension 784 --widths 128,128 --bound 8", 10));

    @Option(names = "--rounds", defaultValue = "9", description = "Counted rounds.")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "8", description = "Rounds before them.")
    private int warmUp;

    @Option(names = "--batches", split = ",", defaultValue = "64,256,1024,4096", description = "Rows of data, and of noise, per update.")
    private List<Integer> batches;

    @Option(names = "--threads", split = ",", defaultValue = "1,2", description = "Of each server.")
    private List<Integer> threads;

    @Option(names = "--networks", split = ",", defaultValue = "plane,codes,pixels", description = "Which.")
    private List<String> networks;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where the files go.")
    private Path out;

    @Parameters(paramLabel = "NAME=COMMAND", arity = "2", description = "Two step servers without options; ratios are to the first.")
    private Map<String, String> servers;

    private final StringBuilder table = new StringBuilder();

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(out);
        List<String> names = List.copyOf(servers.keySet());
        line("| network | threads | rows of data, and of noise | %s, ms per update | %s, ms | times as fast, median (minimum) | peak memory, MB |", names.get(0), names.get(1));
        line("| --- | --- | --- | --- | --- | --- | --- |");
        for (Network network : NETWORKS.stream().filter(n -> networks.contains(n.name())).toList()) {
            for (int thread : threads) {
                double before = TimingFile.load();
                ArrayNode cells = Json.MAPPER.createArrayNode();
                for (int batch : batches) {
                    cells.add(cell(network, thread, batch));
                }
                ObjectNode root = TimingFile.header(rounds, warmUp, before).put("network", network.name()).put("options", network.options()).put("threads", thread);
                root.set("cells", cells);
                TimingFile.write(out.resolve("meco-" + network.name() + "-" + thread + ".json"), root);
            }
        }
        Files.writeString(out.resolve("meco.md"), table);
        return 0;
    }

    private ObjectNode cell(Network network, int thread, int batch) {
        int updates = network.updates(batch);
        String options = String.format(" %s --batch %d --updates %d --threads %d", network.options(), batch, updates, thread);
        List<StepProcess> running = new ArrayList<>();
        try {
            servers.forEach((name, command) -> running.add(StepProcess.start(name, command + options)));
            running.forEach(StepProcess::awaitReady);
            List<Interleaving.Series> series = new Interleaving(rounds, warmUp, List.of(0)).run(running);
            Interleaving.Series peer = series.get(0);
            Interleaving.Series own = series.get(1);
            line("| %s | %d | %d | %.2f | %.2f | %.2f (%.2f) | %d → %d |", network.name(), thread, batch, 1000 * peer.median(0) / updates,
                1000 * own.median(0) / updates, peer.median(0) / own.median(0), peer.min(0) / own.min(0), peer.peakMegabytes(), own.peakMegabytes());
            ObjectNode cell = Json.object().put("batch", batch).put("updates_per_step", updates);
            cell.set("servers", TimingFile.servers(series));
            return cell;
        } finally {
            running.forEach(StepProcess::close);
        }
    }

    private void line(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        System.out.println(line);
        table.append(line).append('\n');
    }
}
