package dev.plackett.nn;

import static dev.plackett.Refusals.call;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Refusals;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers refuse what does not fit them before libtorch sees it. */
class ArgumentsTest {

    private static Tensor zeros(long... shape) {
        return Tensors.zeros(ScalarType.Float, shape);
    }

    private static Linear square(long width) {
        return Linear.of(zeros(width, width));
    }

    private static DisentangledAttention attention() {
        return new DisentangledAttention(Linear.of(zeros(12, 4)), Linear.of(zeros(8, 4)), square(4), square(4), 2);
    }

    /** Two rows of eight positions, width 4. */
    private static DisentangledAttention.Context context() {
        return new DisentangledAttention.Context(zeros(15, 4), zeros(15, 4), zeros(1, 2, 1, 8), 2, 8);
    }

    static Stream<Arguments> calls() {
        return Stream.of(
            call("weight of a projection", () -> Linear.of(zeros(3)), "projection's weight", "[any, any]", "[3]"),
            call("no weight", () -> Linear.of(new Tensor()), "no tensor"),
            call("bias of a projection", () -> new Linear(zeros(3, 2), Optional.of(zeros(2))), "bias", "[3]", "[2]"),
            call("bias of another dtype", () -> new Linear(zeros(3, 2), Optional.of(Tensors.zeros(ScalarType.Double, 3))), "Float", "Double"),
            call("input of a projection", () -> square(3).forward(zeros(5, 4)), "[any, 3]", "[5, 4]"),
            call("input of one axis", () -> square(3).forward(zeros(3)), "[any, 3]", "[3]"),
            call("input of a transposed projection", () -> new Linear(zeros(2, 3), Optional.empty(), true, List.of()).forward(zeros(5, 3)), "[any, 2]"),
            call("A and B", () -> new LowRank(zeros(2, 4), zeros(4, 3), 1, 0), "B of a low-rank", "[any, 2]"),
            call("A and B of two dtypes", () -> new LowRank(zeros(2, 4), Tensors.zeros(ScalarType.Double, 4, 2), 1, 0), "Double"),
            call("scale", () -> new LowRank(zeros(2, 4), zeros(4, 2), Double.NaN, 0), "scale NaN"),
            call("offset", () -> new LowRank(zeros(2, 4), zeros(4, 2), 1, -1), "output -1"),
            call("an addition beyond the outputs", () -> new Linear(zeros(4, 4), Optional.empty(), false, List.of(new LowRank(zeros(2, 4), zeros(4, 2), 1, 1))),
                "outputs 1 to 5"),
            call("an addition of other inputs", () -> new Linear(zeros(4, 4), Optional.empty(), false, List.of(new LowRank(zeros(2, 5), zeros(4, 2), 1, 0))),
                "from 5 inputs"),
            call("rms weight", () -> new RmsNorm(zeros(2, 2), 1e-5), "norm's weight"),
            call("rms epsilon", () -> new RmsNorm(zeros(2), 0), "epsilon is 0"),
            call("rms input", () -> new RmsNorm(zeros(2), 1e-5).forward(zeros(4, 3)), "width 2", "[4, 3]"),
            call("no input", () -> new RmsNorm(zeros(2), 1e-5).forward(new Tensor()), "no tensor"),
            call("layer norm's bias", () -> new LayerNorm(zeros(2), zeros(3), 1e-5), "norm's bias", "[3]"),
            call("layer norm's epsilon", () -> new LayerNorm(zeros(2), zeros(2), Double.NaN), "epsilon is NaN"),
            call("layer norm's input", () -> new LayerNorm(zeros(2), zeros(2), 1e-5).forward(zeros(3)), "width 2"),
            call("no angles", () -> Rotary.table(new double[0], 4, ScalarType.Float), "found 0 and 4"),
            call("no positions", () -> Rotary.table(new double[] {1}, 0, ScalarType.Float), "found 1 and 0"),
            call("cosines", () -> new Rotary(zeros(4, 2), zeros(4, 1, 2), 1), "cosines"),
            call("sines", () -> new Rotary(zeros(4, 1, 2), zeros(3, 1, 2), 1), "sines"),
            call("no pair", () -> new Rotary(zeros(4, 1, 0), zeros(4, 1, 0), 0), "at least one pair"),
            call("positions", () -> Rotary.table(new double[] {1}, 4, ScalarType.Float).at(Tensors.of(1, 2).view(1, 2)), "positions"),
            call("heads of other tokens", () -> Rotary.table(new double[] {1}, 4, ScalarType.Float).rotate(zeros(3, 1, 2)), "heads to rotate", "[4, any, any]"),
            call("small heads", () -> Rotary.table(new double[] {1, 2}, 4, ScalarType.Float).rotate(zeros(4, 1, 2)), "heads of 2"),
            call("keys", () -> causal(zeros(6, 2, 4), zeros(2, 2, 4), zeros(2, 2, 4), 2, 3), "2 sequences of 3 queries", "[2, 2, 4]"),
            call("sequences", () -> causal(zeros(6, 2, 4), zeros(2, 3, 4), zeros(2, 3, 4), 0, 3), "0 sequences"),
            call("sequences that share keys", () -> causal(zeros(6, 2, 4), zeros(3, 3, 4), zeros(3, 3, 4), 2, 3), "2 sequences"),
            call("queries", () -> causal(zeros(5, 2, 4), zeros(2, 3, 4), zeros(2, 3, 4), 2, 3), "[6, any, 4]"),
            call("head size", () -> causal(zeros(6, 2, 3), zeros(2, 3, 4), zeros(2, 3, 4), 2, 3), "[6, any, 4]"),
            call("values", () -> causal(zeros(6, 2, 4), zeros(2, 3, 4), zeros(2, 4, 4), 2, 3), "values"),
            call("heads that share", () -> causal(zeros(3, 3, 4), zeros(2, 3, 4), zeros(2, 3, 4), 1, 3), "3 query heads", "2 key and value heads"),
            call("heads of an encoder", () -> new DisentangledAttention(Linear.of(zeros(12, 4)), Linear.of(zeros(8, 4)), square(4), square(4), 3), "3 heads"),
            call("stacked projections", () -> new DisentangledAttention(Linear.of(zeros(8, 4)), Linear.of(zeros(8, 4)), square(4), square(4), 2), "[12, 4]"),
            call("relative embeddings", () -> new DisentangledAttention.Context(zeros(14, 4), zeros(15, 4), zeros(1, 2, 1, 8), 2, 8), "[15, any]"),
            call("mask", () -> new DisentangledAttention.Context(zeros(15, 4), zeros(15, 4), zeros(2, 8), 2, 8), "[1, 2, 1, 8]"),
            call("no rows", () -> new DisentangledAttention.Context(zeros(15, 4), zeros(15, 4), zeros(1, 0, 1, 8), 0, 8), "0 of 8"),
            call("hidden states", () -> attention().all(zeros(8, 4), context()), "[16, 4]"),
            call("selected states", () -> attention().some(zeros(16, 4), zeros(3, 4), new int[] {0, 1}, context()), "[2, 4]", "[3, 4]"),
            call("uneven positions", () -> attention().some(zeros(16, 4), zeros(3, 4), new int[] {0, 1, 2}, context()), "3 positions of 2 rows"),
            call("a position outside", () -> attention().some(zeros(16, 4), zeros(2, 4), new int[] {0, 8}, context()), "8"),
            call("a negative position", () -> attention().some(zeros(16, 4), zeros(2, 4), new int[] {0, -1}, context()), "-1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void isRefused(String name, ThrowingCallable call, String[] words) {
        try (Scope scope = Scope.open()) {
            Refusals.check(call, words);
        }
    }

    private static Tensor causal(Tensor q, Tensor k, Tensor v, long b, long m) {
        return DotProductAttention.causal(q, k, v, zeros(1), b, m, 1);
    }

    /** Contents of tensors are looked at by the kernels themselves: an error, never foreign memory. */
    @Test
    void positionsOutsideATableAreAnError() {
        try (Scope scope = Scope.open()) {
            Rotary table = Rotary.table(new double[] {1}, 4, ScalarType.Float);
            for (int position : new int[] {-1, 4, Integer.MAX_VALUE}) {
                assertThatThrownBy(() -> table.at(Tensors.of(0, position))).isInstanceOf(RuntimeException.class).hasMessageContaining("out of range");
            }
        }
    }
}
