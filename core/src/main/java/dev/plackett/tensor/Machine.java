package dev.plackett.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What this machine does well. */
public final class Machine {

    private static final Path CPU = Path.of("/proc/cpuinfo");

    private Machine() {}

    /**
     * The dtype that trains fastest here, by what the processor is and never by a measurement: the same machine must give the same bits however busy it is.
     * bfloat16 where there are matrix units for it (AMX), or AMD's AVX-512 form, where its products ran four times as fast as float32's;
     * Intel's AVX-512 form without AMX is slower than float32.
     */
    public static ScalarType fastestCompute() {
        Set<String> processor = processor();
        boolean fast = processor.contains("amx_bf16") || processor.contains("avx512_bf16") && processor.contains("AuthenticAMD");
        return fast ? ScalarType.BFloat16 : ScalarType.Float;
    }

    /**
     * Rate of square matrix products, in GFLOP/s, with the threads that are set.
     *
     * @param dtype   floating
     * @param n       side of the matrices
     * @param repeats products timed; the best counts
     */
    public static double gemmRate(ScalarType dtype, int n, int repeats) {
        if (n < 1 || repeats < 1) {
            throw new IllegalArgumentException("expected matrices of side 1 or more and at least one repeat, found " + n + " and " + repeats);
        }
        ParameterLayout.elementSize(dtype);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor a = Tensors.normal(Seeds.of(0), 1, n, n).to(dtype);
            Tensor b = Tensors.normal(Seeds.of(1), 1, n, n).to(dtype);
            Tensor out = torch.mm(a, b);
            double best = Double.POSITIVE_INFINITY;
            for (int i = 0; i < repeats; i++) {
                long start = System.nanoTime();
                torch.mm_out(out, a, b);
                best = Math.min(best, (System.nanoTime() - start) * 1e-9);
            }
            return 2.0 * n * n * n / best * 1e-9;
        }
    }

    /** Words that the first processor is described with; none where there is no {@code /proc}. */
    private static Set<String> processor() {
        Set<String> words = new TreeSet<>();
        if (Files.isReadable(CPU)) {
            try (Stream<String> lines = Files.lines(CPU)) {
                lines.takeWhile(l -> !l.isBlank()).filter(l -> l.startsWith("flags") || l.startsWith("vendor_id"))
                    .forEach(l -> words.addAll(List.of(l.substring(l.indexOf(':') + 1).strip().split("\\s+"))));
            } catch (IOException e) {
                throw new UncheckedIOException(CPU + " cannot be read", e);
            }
        }
        return words;
    }
}
