package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.NoSuchElementException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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

    @Test
    void tensorsThatAreNoneOrCannotBeReadAreRefused() {
        try (Scope scope = Scope.open()) {
            Tensor none = new Tensor();
            for (ThrowingCallable read : List.<ThrowingCallable>of(() -> Tensors.toDoubles(none), () -> Tensors.toFloats(none), () -> Tensors.toLongs(none),
                () -> Tensors.read(none, new float[1]), () -> Tensors.bytes(none))) {
                assertThatIllegalArgumentException().isThrownBy(read).withMessageContaining("no tensor");
            }
            assertThatIllegalArgumentException().isThrownBy(() -> Tensors.read(Tensors.of(1f, 2f), new float[1])).withMessageContaining("2 elements");
            assertThatIllegalArgumentException().isThrownBy(() -> Tensors.normal(Seeds.of(1), 1, 2, -1)).withMessageContaining("[2, -1]");
            assertThatIllegalArgumentException().isThrownBy(() -> Tensors.check("x", Tensors.of(1f), 1, Tensors.ANY)).withMessage(
                "x: expected shape [1, any], found [1]");
        }
    }

    @Test
    void packedWeightsTakeWhatFitsThem() {
        try (Scope scope = Scope.open(); PackedWeight packed = PackedWeight.of(Tensors.zeros(ScalarType.Float, 3, 2), 4)) {
            assertThatIllegalArgumentException().isThrownBy(() -> PackedWeight.of(Tensors.zeros(ScalarType.Float, 3), 4)).withMessageContaining("[any, any]");
            assertThatIllegalArgumentException().isThrownBy(() -> PackedWeight.of(Tensors.zeros(ScalarType.Float, 3, 2).t(), 4)).withMessageContaining("contiguous");
            assertThatIllegalArgumentException().isThrownBy(() -> PackedWeight.of(Tensors.zeros(ScalarType.Float, 3, 2), 0)).withMessageContaining("0 rows");
            assertThatIllegalArgumentException().isThrownBy(() -> packed.linear(Tensors.zeros(ScalarType.Float, 5, 3))).withMessageContaining("[any, 2]");
            assertThatIllegalArgumentException().isThrownBy(() -> packed.linear(Tensors.zeros(ScalarType.BFloat16, 5, 2))).withMessageContaining("BFloat16");
        }
    }

    @Test
    void storesSayWhatTheyLack() {
        assertThatIllegalArgumentException().isThrownBy(() -> ParameterStore.frozen(List.of(), ScalarType.Float)).withMessageContaining("at least one");
        for (ScalarType wrong : new ScalarType[] {ScalarType.Long, ScalarType.Bool, ScalarType.ComplexFloat}) {
            List<ParameterStore.Group> groups = List.of(ParameterStore.Group.of("w", 2));
            assertThatIllegalArgumentException().isThrownBy(() -> ParameterStore.frozen(groups, wrong)).withMessageContaining("dtype " + wrong);
            assertThatIllegalArgumentException().isThrownBy(() -> ParameterStore.trainable(groups, ScalarType.Float, wrong)).withMessageContaining("dtype " + wrong);
            assertThatIllegalArgumentException().isThrownBy(() -> Machine.gemmRate(wrong, 2, 1)).withMessageContaining("dtype " + wrong);
        }
        try (Scope scope = Scope.open(); ParameterStore store = store(2, 3)) {
            assertThatThrownBy(() -> store.master("v")).isInstanceOf(NoSuchElementException.class).hasMessageContaining("'v'");
            assertThatThrownBy(store::gradient).isInstanceOf(IllegalStateException.class).hasMessageContaining("frozen");
            assertThatThrownBy(() -> store.computeGradient("w")).isInstanceOf(IllegalStateException.class).hasMessageContaining("frozen");
            assertThatIllegalArgumentException().isThrownBy(() -> store.within(Tensors.of(1f), "w")).withMessageContaining("[16]");
            assertThatIllegalArgumentException().isThrownBy(() -> store.within(Tensors.zeros(ScalarType.Float, 4, 4), "w")).withMessageContaining("[4, 4]");
            assertThatIllegalArgumentException().isThrownBy(() -> store.expect(List.of(ParameterStore.Group.of("w", 3, 2)))).withMessageContaining("[3, 2]")
                .withMessageContaining("[2, 3]");
            assertThatIllegalArgumentException().isThrownBy(() -> store.expect(List.of(ParameterStore.Group.of("v", 1)))).withMessageContaining("no such parameter");
        }
    }

    private static ParameterStore store(long... shape) {
        return ParameterStore.frozen(List.of(ParameterStore.Group.of("w", shape)), ScalarType.Float);
    }
}
