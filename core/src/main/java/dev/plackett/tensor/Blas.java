package dev.plackett.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which library serves float32 products. MKL brings its kernels for this processor in only when a first product asks for them, so that what is mapped
 * after one tells who has computed it.
 *
 * @param name    {@code mkl} or {@code openblas}
 * @param library file name of the library with the kernels; empty where the system does not tell, and the name is what was asked for
 */
public record Blas(String name, String library) {

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final List<String> MKL_KERNELS = List.of("libmkl_avx", "libmkl_def", "libmkl_mc");
    private static final long SIZE = 64;

    /** The one that is live, after a product of its own. */
    public static Blas live() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.zeros(ScalarType.Float, SIZE, SIZE);
            torch.mm(x, x);
        }
        String asked = Natives.mklAsked() ? "mkl" : "openblas";
        if (!Files.isReadable(MAPS)) {
            return new Blas(asked, "");
        }
        try (var lines = Files.lines(MAPS)) {
            return among(lines.filter(line -> line.contains("/")).map(line -> line.substring(line.lastIndexOf('/') + 1)).distinct().toList(), asked);
        } catch (IOException e) {
            return new Blas(asked, "");
        }
    }

    /**
     * The one among mapped libraries.
     *
     * @param mapped file names of the libraries in this process
     * @param asked  what was asked for, where none of them tells
     */
    static Blas among(List<String> mapped, String asked) {
        return mapped.stream().filter(file -> MKL_KERNELS.stream().anyMatch(file::startsWith)).findFirst().map(file -> new Blas("mkl", file))
            .or(() -> mapped.stream().filter(file -> file.startsWith("libopenblas")).findFirst().map(file -> new Blas("openblas", file)))
            .orElse(new Blas(asked, ""));
    }

    @Override
    public String toString() {
        return library.isEmpty() ? name + " (asked for; this system does not show what is loaded)" : name + " (" + library + ")";
    }
}
