package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class PackedWeightTest {

    /** Products of odd sizes, with another number of rows than was announced too, in every dtype, packed or not. */
    @Test
    void productsEqualThePlainOnes() {
        for (ScalarType dtype : List.of(ScalarType.Double, ScalarType.Float, ScalarType.BFloat16)) {
            double tolerance = dtype == ScalarType.BFloat16 ? 0.3 : dtype == ScalarType.Float ? 1e-4 : 1e-12;
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Tensor weight = Tensors.normal(Seeds.of(1), 1, 131, 70).to(dtype);
                try (PackedWeight packed = PackedWeight.of(weight, 40)) {
                    for (long rows : new long[] {40, 1, 7, 300}) {
                        Tensor x = Tensors.normal(Seeds.of(rows), 1, rows, 70).to(dtype);
                        Tensor out = packed.linear(x);
                        assertThat(Tensors.shape(out)).containsExactly(rows, 131);
                        assertThat(Tensors.dtype(out)).isEqualTo(dtype);
                        double[] expected = Tensors.toDoubles(torch.linear(x, weight));
                        double[] found = Tensors.toDoubles(out);
                        for (int i = 0; i < found.length; i++) {
                            assertThat(found[i]).isCloseTo(expected[i], within(tolerance));
                        }
                    }
                }
            }
        }
    }

    @Test
    void nothingIsLeftOver() {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor weight = Tensors.normal(Seeds.of(1), 1, 64, 32);
            Tensor x = Tensors.normal(Seeds.of(2), 1, 5, 32);
            long before = Scope.alive();
            for (int i = 0; i < 3; i++) {
                try (Scope inner = Scope.open(); PackedWeight packed = PackedWeight.of(weight, 5)) {
                    packed.linear(x);
                }
                if (i == 0) {
                    // The operator itself, made once, stays.
                    before = Scope.alive();
                }
            }
            assertThat(Scope.alive()).isEqualTo(before);
        }
    }
}
