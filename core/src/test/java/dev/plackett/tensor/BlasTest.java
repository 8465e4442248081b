package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BlasTest {

    private static final Blas ASKED = new Blas("mkl", "asked for");

    /** As mapped here before and after a first product: MKL's kernels for all processors are there from the beginning. */
    @Test
    void mklIsRecognisedByTheLayersThatAProductBringsIn() {
        List<String> loaded = List.of("libc.so.6", "libmkl_mc3.so.2", "libmkl_avx512.so.2", "libmkl_core.so.2", "libopenblas.so.0", "libmkl_avx2.so.2", "libmkl_def.so.2",
            "libmkl_rt.so.2");
        List<String> used = Stream.concat(Stream.of("libmkl_intel_lp64.so.2", "libmkl_gnu_thread.so.2"), loaded.stream()).toList();
        assertThat(Blas.among(used, ASKED)).isEqualTo(new Blas("mkl", "libmkl_intel_lp64.so.2"));
        assertThat(Blas.among(loaded, ASKED)).as("loaded and not used").isEqualTo(new Blas("openblas", "libopenblas.so.0"));
    }

    @Test
    void withoutEitherItIsWhatWasAskedFor() {
        assertThat(Blas.among(List.of("libc.so.6"), ASKED)).isEqualTo(ASKED).hasToString("mkl (asked for)");
    }

    @Test
    void mklsAnswersBecomeTheBranchThatComputes() {
        assertThat(MklBranch.of(2, 0x10002, 14)).isEqualTo(new MklBranch("AVX512_E1", "AVX512_E1", true))
            .hasToString("AVX512_E1 kernels, strictly reproducible");
        assertThat(MklBranch.of(2, 2, 10)).hasToString("AVX2 kernels, not strictly reproducible");
        assertThat(MklBranch.of(1, 1, 12)).as("none was fixed").isEqualTo(new MklBranch("AVX512", "AVX512", false));
        assertThat(MklBranch.of(3, 0x10003, 14))
            .hasToString("COMPATIBLE kernels, though this processor has AVX512_E1: see MKL_CBWR, strictly reproducible");
        assertThat(MklBranch.of(99, 99, 14).name()).isEqualTo("unknown (99)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessShowsItsLibraryAndWithTheDefaultsTheBestKernels() {
        Blas live = Blas.live();
        assertThat(live.name()).isEqualTo(Natives.mklAsked() ? "mkl" : "openblas");
        if (!Natives.mklAsked()) {
            assertThat(live.detail()).startsWith("libopenblas");
        } else if (Natives.environment().get("MKL_CBWR").equals("AUTO,STRICT")) {
            MklBranch branch = MklBranch.live().orElseThrow();
            assertThat(branch.name()).isEqualTo(branch.best());
            assertThat(branch.strict()).isTrue();
            assertThat(live.detail()).isEqualTo(branch.toString());
        }
    }
}
