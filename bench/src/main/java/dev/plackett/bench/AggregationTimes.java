package dev.plackett.bench;

import dev.plackett.io.Json;
import dev.plackett.objective.Carry;
import dev.plackett.robust.Aggregator;
import dev.plackett.robust.GradientMatrix;
import dev.plackett.tensor.Natives;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code plackett-bench aggregate}. */
@Command(name = "aggregate", description = "Time aggregations of normal gradients beside one streaming read of them, the routes to their inner products, and a straight "
    + "singular value decomposition. Threads: -Dplackett.threads.")
final class AggregationTimes implements Callable<Integer> {

    @Option(names = "--workers", defaultValue = "15", description = "p.")
    private int workers;

    @Option(names = "--parameters", defaultValue = "10000000", description = "n.")
    private long parameters;

    @Option(names = "--repeats", defaultValue = "3", description = "Times each is run; the fastest counts.")
    private int repeats;

    @Option(names = "--rules", split = ";", defaultValue = "flag;flag(iterations=5)", description = "Rules, separated by ;.")
    private List<String> rules;

    @Option(names = "--routes", negatable = true, defaultValue = "true", fallbackValue = "true", description = "Time the routes to the inner products.")
    private boolean routes;

    @Option(names = "--svd", description = "Time the thin decomposition of the n x p matrix of unit gradients, and the QR of the released code's random start, once.")
    private boolean svd;

    @Option(names = "--out", paramLabel = "FILE", description = "All times, as JSON.")
    private Path out;

    private final ArrayNode rows = Json.MAPPER.createArrayNode();
    private double read;
    private long extra;

    @Override
    public Integer call() throws IOException {
        double before = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor matrix = torch.randn(new long[] {workers, parameters});
            Tensor update = Tensors.zeros(ScalarType.Float, parameters);
            read = time("one read: the sum of all numbers", repeats + 2, () -> sum(matrix));
            long peak = peakMegabytes();
            for (String rule : rules) {
                Aggregator aggregator = Aggregator.named(rule);
                time("rule: " + rule, repeats, () -> aggregator.aggregate(GradientMatrix.of(matrix), update, Carry.empty()));
            }
            extra = peakMegabytes() - peak;
            System.out.printf("the rules took %d MB beside %d MB of gradients%n", extra, workers * parameters * 4 >> 20);
            if (routes) {
                double[] exact = ProductRoutes.all().values().iterator().next().products(matrix);
                ProductRoutes.all().forEach((name, route) -> {
                    double[][] found = new double[1][];
                    time("products: " + name, repeats, () -> found[0] = route.products(matrix));
                    rows.get(rows.size() - 1).asObject().put("largest_relative_error", error(exact, found[0]));
                });
            }
            if (svd) {
                time("thin SVD of the n x p unit gradients", 1, () -> decompose(matrix));
                time("QR of an n x m random start", 1, this::start);
            }
        }
        if (out != null) {
            write(before);
        }
        return 0;
    }

    private double time(String name, int times, Runnable work) {
        double[] seconds = new double[times];
        for (int i = 0; i < times; i++) {
            long from = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - from) / 1e9;
        }
        double best = Arrays.stream(seconds).min().orElseThrow();
        double reads = read == 0 ? 1 : best / read;
        System.out.printf(Locale.ROOT, "%-90s %8.4f s  %7.1f reads%n", name, best, reads);
        rows.add(Json.object().put("what", name).put("seconds", best).put("reads", reads).set("all_seconds", Json.MAPPER.valueToTree(seconds)));
        return best;
    }

    private static double error(double[] exact, double[] found) {
        int p = (int) Math.sqrt(exact.length);
        double largest = 0;
        for (int i = 0; i < exact.length; i++) {
            largest = Math.max(largest, Math.abs(exact[i] - found[i]) / Math.sqrt(exact[i / p * (p + 1)] * exact[i % p * (p + 1)]));
        }
        return largest;
    }

    /** Largest resident memory so far; 0 where the system does not tell. */
    private static long peakMegabytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.isReadable(status) ? 0 : Files.readAllLines(status).stream().filter(l -> l.startsWith("VmHWM:"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024).findFirst().orElse(0);
    }

    private static void sum(Tensor matrix) {
        try (Scope scope = Scope.open()) {
            matrix.sum().item_double();
        }
    }

    /** What the released code does in each step but for the weights. */
    private static void decompose(Tensor matrix) {
        try (Scope scope = Scope.open()) {
            Tensor norms = torch.norm(matrix, new ScalarOptional(Tensors.scalar(2)), new long[] {1}, true);
            Tensor unit = matrix.div(norms).t().contiguous();
            torch.linalg_svd(unit, false, null);
        }
    }

    private void start() {
        try (Scope scope = Scope.open()) {
            torch.linalg_qr(torch.rand(new long[] {parameters, (workers + 2) / 2}));
        }
    }

    private void write(double before) throws IOException {
        ObjectNode root = Json.object().put("time", Instant.now().toString()).put("processors", Runtime.getRuntime().availableProcessors())
            .put("threads", Natives.threads()).put("workers", workers).put("parameters", parameters).put("repeats", repeats).put("extra_mb_of_rules", extra).put("load_before", before)
            .put("load_after", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        root.set("rows", rows);
        TimingFile.write(out, root);
    }
}
