package dev.plackett.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.plackett.tensor.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A workload as a process that steps when it is told to, so that several can be timed in turn.
 *
 * <p>The protocol: it prints {@code READY}; for every line on its input it does one step and prints {@code STEP wall_seconds cpu_seconds};
 * at the end of input it prints {@code HWM peak_kilobytes}.
 */
final class StepServer {

    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private StepServer() {}

    /** Serves until the input ends. */
    static void serve(Workload workload, BufferedReader in, PrintStream out) {
        try {
            answer(out, "READY");
            while (in.readLine() != null) {
                long wall = System.nanoTime();
                long cpu = PROCESS.getProcessCpuTime();
                try (Scope scope = Scope.open()) {
                    workload.step();
                }
                answer(out, String.format(Locale.ROOT, "STEP %.4f %.4f", (System.nanoTime() - wall) * 1e-9, (PROCESS.getProcessCpuTime() - cpu) * 1e-9));
            }
            answer(out, "HWM " + peakKilobytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the input cannot be read", e);
        }
    }

    private static void answer(PrintStream out, String line) {
        out.println(line);
        out.flush();
    }

    /** The most memory this process had resident, from {@code /proc}; 0 where there is none. */
    private static long peakKilobytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream().filter(l -> l.startsWith("VmHWM:"))
            .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElse(0);
    }
}
