package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** Shapes and ranges that libtorch would answer with an error of its own, or not at all. */
class ShapesTest {

    @Test
    void impossibleShapesAreRefused() {
        for (long[] shape : new long[][] {{-1}, {2, -3}, {Long.MAX_VALUE}, {1L << 32, 1L << 32}, {0, -1}, {Long.MAX_VALUE, 0, 2}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Tensors.zeros(ScalarType.Float, shape)).withMessageContaining("expected a shape");
            assertThatIllegalArgumentException().isThrownBy(() -> Tensors.empty(ScalarType.Float, shape));
        }
        try (Scope scope = Scope.open()) {
            assertThat(Tensors.shape(Tensors.zeros(ScalarType.Float, 2, 0))).containsExactly(2, 0);
        }
    }

    @Test
    void bytesNeedAContiguousTensor() {
        try (Scope scope = Scope.open()) {
            Tensor tensor = Tensors.zeros(ScalarType.Float, 2, 3);
            assertThat(Tensors.bytes(tensor).capacity()).isEqualTo(24);
            assertThatIllegalArgumentException().isThrownBy(() -> Tensors.bytes(tensor.t())).withMessageContaining("[3, 2]");
        }
    }

    @Test
    void storesTakeOnlyWhatHasTheirShapes() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ParameterStore.Parameter("w", 2, 0)).withMessageContaining("'w'");
        try (ParameterStore a = store(2, 3); ParameterStore b = store(3, 2)) {
            assertThatIllegalArgumentException().isThrownBy(() -> a.copyFrom(b)).withMessageContaining("[3, 2]").withMessageContaining("[2, 3]");
            assertThatIllegalArgumentException().isThrownBy(a::fused);
        }
    }

    @Test
    void ordersAndProductsNeedASize() {
        assertThatIllegalArgumentException().isThrownBy(() -> Seeds.of(0).permutation(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> Machine.gemmRate(ScalarType.Float, 0, 1));
    }

    private static ParameterStore store(long... shape) {
        return ParameterStore.frozen(List.of(ParameterStore.Group.of("w", shape)), ScalarType.Float);
    }
}
