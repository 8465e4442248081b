package dev.plackett.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Which library serves float32 products. MKL brings its layers for threads and interfaces in only when a first product asks for them, so that what is mapped
 * after one tells who has computed it.
 *
 * @param name   {@code mkl} or {@code openblas}
 * @param detail what is known of its kernels
 */
public record Blas(String name, String detail) {

    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final List<String> MKL_LAYERS = List.of("libmkl_intel_", "libmkl_gnu_thread", "libmkl_sequential", "libmkl_tbb_thread");
    private static final long SIZE = 64;

    /** The one that is live, after a product of its own. */
    public static Blas live() {
        try (Scope scope = Scope.open()) {
            Tensor x = Tensors.zeros(ScalarType.Float, SIZE, SIZE);
            torch.mm(x, x);
        }
        Blas asked = new Blas(Natives.mklAsked() ? "mkl" : "openblas", "asked for; this system does not show what is loaded");
        Blas found = asked;
        if (Files.isReadable(MAPS)) {
            try (var lines = Files.lines(MAPS)) {
                found = among(lines.filter(line -> line.contains("/")).map(line -> line.substring(line.lastIndexOf('/') + 1)).distinct().toList(), asked);
            } catch (IOException e) {
                return asked;
            }
        }
        return found.name.equals("mkl") ? MklBranch.live().map(branch -> new Blas("mkl", branch.toString())).orElse(found) : found;
    }

    /**
     * The one among mapped libraries.
     *
     * @param mapped file names of the libraries in this process
     * @param asked  what was asked for, where none of them tells
     */
    static Blas among(List<String> mapped, Blas asked) {
        return mapped.stream().filter(file -> MKL_LAYERS.stream().anyMatch(file::startsWith)).findFirst().map(file -> new Blas("mkl", file))
            .or(() -> mapped.stream().filter(file -> file.startsWith("libopenblas")).findFirst().map(file -> new Blas("openblas", file)))
            .orElse(asked);
    }

    @Override
    public String toString() {
        return name + " (" + detail + ")";
    }
}
