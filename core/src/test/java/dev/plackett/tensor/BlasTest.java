package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class BlasTest {

    @Test
    void mklIsRecognisedByTheKernelsThatAProductBringsIn() {
        assertThat(Blas.among(List.of("libc.so.6", "libopenblas.so.0", "libmkl_rt.so.2", "libmkl_avx512.so.2"), "mkl"))
            .isEqualTo(new Blas("mkl", "libmkl_avx512.so.2"));
    }

    @Test
    void mklThatIsLoadedButNotUsedDoesNotCount() {
        assertThat(Blas.among(List.of("libopenblas.so.0", "libmkl_rt.so.2"), "mkl")).isEqualTo(new Blas("openblas", "libopenblas.so.0"));
    }

    @Test
    void withoutEitherItIsWhatWasAskedFor() {
        assertThat(Blas.among(List.of("libc.so.6"), "openblas")).hasToString("openblas (asked for; this system does not show what is loaded)");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void thisProcessShowsItsLibrary() {
        Blas live = Blas.live();
        assertThat(live.name()).isEqualTo(Natives.mklAsked() ? "mkl" : "openblas");
        assertThat(live.library()).startsWith(Natives.mklAsked() ? "libmkl_" : "libopenblas");
    }
}
