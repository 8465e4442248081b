package dev.plackett.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Refusals;
import dev.plackett.objective.Carry;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientMatrixTest {

    private static final long LENGTH = 3L * GradientMatrix.BLOCK + 77;

    private static Tensor normal(long seed, int p, long n) {
        return Tensors.normal(Seeds.of(seed), 1, p, n);
    }

    private static double[] update(Aggregator rule, GradientMatrix gradients, ScalarType dtype) {
        try (Scope scope = Scope.open()) {
            Tensor out = Tensors.zeros(dtype, gradients.length());
            rule.aggregate(gradients, out, Carry.empty());
            return Tensors.toDoubles(out);
        }
    }

    private static List<Aggregator> rules() {
        return Stream.of("mean", "median", "trmean(f=1)", "meamed(f=1)", "krum(f=1)", "bulyan(f=1)", "geomed", "cclip(tau=1)", "flag", "aksel(f=1)", "condense(f=1)",
            "nnm(f=1) > trmean(f=1)", "bucketing(s=2) > flag(m=2)").map(Aggregator::named).toList();
    }

    /** The same bits; an assertion on each of so many numbers takes minutes. */
    private static void assertSame(Aggregator rule, double[] found, double[] expected) {
        assertThat(Arrays.mismatch(found, expected)).as("first number that differs, %s", rule).isEqualTo(-1);
    }

    @Test
    void theSameBitsHoweverMuchIsReadAtOnce() {
        try (Scope scope = Scope.open()) {
            GradientMatrix one = GradientMatrix.of(normal(1, 7, LENGTH));
            double[][] gram = one.gram().values();
            for (int atOnce : new int[] {2, 3, 64}) {
                GradientMatrix more = one.readingBlocks(atOnce);
                assertThat(more.readingBlocks(atOnce).gram().values()).isDeepEqualTo(gram);
                for (Aggregator rule : rules()) {
                    assertSame(rule, update(rule, more, ScalarType.Float), update(rule, one, ScalarType.Float));
                }
            }
        }
    }

    /** More columns than one thread works on at a time. */
    @Test
    void segmentsAreAddedInOrder() {
        long n = (1 << 19) + LENGTH;
        try (Scope scope = Scope.open()) {
            GradientMatrix all = GradientMatrix.of(normal(10, 3, n));
            double[] norms = all.squaredNorms();
            assertThat(all.readingBlocks(5).gram().values()).isDeepEqualTo(all.gram().values());
            assertThat(norms).usingComparatorWithPrecision(1e-7).containsExactly(all.squaredNorms());
            for (String name : List.of("mean", "median", "flag(m=2)", "aksel(f=1)")) {
                Aggregator rule = Aggregator.named(name);
                double[] whole = update(rule, all, ScalarType.Float);
                assertSame(rule, update(rule, all.readingBlocks(7), ScalarType.Float), whole);
                if (name.startsWith("me")) {
                    assertSame(rule, update(rule, all.columns(n - 1000, n), ScalarType.Float), Arrays.copyOfRange(whole, (int) n - 1000, (int) n));
                }
            }
        }
    }

    @Test
    void theSameBitsFromOneTensorAndFromOneForEachWorker() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = normal(2, 7, LENGTH);
            List<Tensor> rows = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                rows.add(matrix.select(0, i).clone());
            }
            // Wider than it is used: rows that do not follow each other.
            Tensor wide = Tensors.zeros(ScalarType.Float, 7, LENGTH + 5);
            wide.narrow(1, 3, LENGTH).copy_(matrix);
            for (Aggregator rule : rules()) {
                double[] expected = update(rule, GradientMatrix.of(matrix), ScalarType.Float);
                assertSame(rule, update(rule, GradientMatrix.of(rows), ScalarType.Float), expected);
                assertSame(rule, update(rule, GradientMatrix.of(wide.narrow(1, 3, LENGTH)), ScalarType.Float), expected);
            }
        }
    }

    @Test
    void productsAreThoseOfFloat64() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = normal(3, 5, LENGTH);
            double[] numbers = Tensors.toDoubles(matrix);
            Gram gram = GradientMatrix.of(matrix).gram();
            for (int i = 0; i < 5; i++) {
                for (int j = 0; j < 5; j++) {
                    double sum = 0;
                    for (int c = 0; c < LENGTH; c++) {
                        sum += numbers[(int) (i * LENGTH + c)] * numbers[(int) (j * LENGTH + c)];
                    }
                    assertThat(gram.values()[i][j]).isCloseTo(sum, within(1e-12 * gram.norm(i) * gram.norm(j)));
                }
            }
            assertThat(GradientMatrix.of(matrix).squaredNorms()).usingComparatorWithPrecision(1e-9)
                .containsExactly(Arrays.stream(gram.norms()).map(x -> x * x).toArray());
            Gram first = GradientMatrix.of(matrix).columns(0, 10_000).gram();
            Gram rest = GradientMatrix.of(matrix).columns(10_000, LENGTH).gram();
            double[][] sum = Gram.sum(List.of(first, rest)).values();
            for (int i = 0; i < 5; i++) {
                assertThat(sum[i]).usingComparatorWithPrecision(1e-9).containsExactly(gram.values()[i]);
            }
        }
    }

    @Test
    void sumsInFloat32AreAsGoodAsTheirLastDigitOrAreNotTaken() {
        try (Scope scope = Scope.open()) {
            Tensor matrix = normal(6, 7, LENGTH);
            double[] even = {1, -2, 0.5, 0, 3, 1, -1};
            assertThat(Matrices.apart(combined(matrix, even, true), combined(matrix, even, false))).isBetween(1e-12, 1e-6);
            // Two nearly equal rows that cancel: the float64 sum to the bit.
            matrix.select(0, 1).copy_(matrix.select(0, 0).mul(Tensors.scalar(1 + 1e-3)));
            double[] cancelling = {1, -1, 0, 0, 0, 0, 0};
            assertThat(combined(matrix, cancelling, true)).containsExactly(combined(matrix, cancelling, false));
        }
    }

    private static double[] combined(Tensor matrix, double[] coefficients, boolean ownDtype) {
        try (Scope scope = Scope.open()) {
            GradientMatrix gradients = GradientMatrix.of(matrix);
            Tensor out = Tensors.zeros(ScalarType.Float, gradients.length());
            if (ownDtype) {
                gradients.combineInOwnDtype(coefficients, out);
            } else {
                gradients.combine(coefficients, out);
            }
            return Tensors.toDoubles(out);
        }
    }

    /** Shards of all gradients, their products added, each combined where it lies. */
    @ParameterizedTest
    @ValueSource(strings = {"flag", "krum(f=1)", "geomed", "caf(f=1)", "normmean"})
    void shardsGiveTheWhole(String name) {
        GramRule rule = (GramRule) Aggregator.named(name);
        try (Scope scope = Scope.open()) {
            GradientMatrix all = GradientMatrix.of(normal(4, 7, LENGTH));
            List<GradientMatrix> shards = List.of(all.columns(0, 9_000), all.columns(9_000, 20_000), all.columns(20_000, LENGTH));
            double[] coefficients = rule.weigh(Gram.sum(shards.stream().map(GradientMatrix::gram).toList())).coefficients();
            Tensor out = Tensors.zeros(ScalarType.Double, LENGTH);
            shards.get(0).combine(coefficients, out.narrow(0, 0, 9_000));
            shards.get(1).combine(coefficients, out.narrow(0, 9_000, 11_000));
            shards.get(2).combine(coefficients, out.narrow(0, 20_000, LENGTH - 20_000));
            assertThat(Matrices.apart(Tensors.toDoubles(out), update(rule, all, ScalarType.Double))).isLessThan(1e-12);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Float", "BFloat16", "Half"})
    void narrowNumbersAreTheSameNumbersInFloat64(String name) {
        ScalarType dtype = ScalarType.valueOf(name);
        try (Scope scope = Scope.open()) {
            Tensor narrow = normal(5, 7, 5_000).to(dtype);
            for (Aggregator rule : rules()) {
                assertThat(update(rule, GradientMatrix.of(narrow), ScalarType.Double)).as("%s", rule)
                    .containsExactly(update(rule, GradientMatrix.of(narrow.to(ScalarType.Double)), ScalarType.Double));
            }
            assertThat(Matrices.apart(update(Aggregator.flag(), GradientMatrix.of(narrow), dtype), update(Aggregator.flag(), GradientMatrix.of(narrow), ScalarType.Double)))
                .isLessThan(0.01);
        }
    }

    @Test
    void rowsAreChosenZeroedAndAppended() {
        try (Scope scope = Scope.open()) {
            GradientMatrix all = GradientMatrix.of(Matrices.tensor(Matrices.A7, ScalarType.Double)).named(List.of("a", "b", "c", "d", "e", "f", "g"));
            Gram gram = all.gram();
            GradientMatrix some = all.select(6, 2);
            assertThat(some.names()).containsExactly("g", "c");
            assertThat(some.gram().values()).isDeepEqualTo(gram.select(6, 2).values());
            assertThat(GradientMatrix.of(Matrices.tensor(Matrices.A7, ScalarType.Double)).select(6, 2).gram().values()).isDeepEqualTo(some.gram().values());
            assertThat(all.zeroed(6).gram().values()[6]).containsOnly(0);
            assertThat(update(Aggregator.mean(), all.zeroed(6), ScalarType.Double)).usingComparatorWithPrecision(1e-12)
                .containsExactly(Matrices.scaled(Matrices.mean(Matrices.honest()), 6.0 / 7));
            GradientMatrix more = all.select(0, 1).appended(Tensors.of(1f, 2f, 3f, 4f, 5f), "last");
            assertThat(more.gram().values()[2][2]).isEqualTo(55);
            double[][] half = {{0.5, 0.5, 0}, {0, 0, 2}};
            GradientMatrix mixed = more.mixed(half, List.of("x", "y"));
            assertThat(mixed.gram().values()[1][1]).isEqualTo(220);
            assertThat(mixed.appended(Tensors.of(1f, 0f, 0f, 0f, 0f), "z").gram().values()[2][1]).isEqualTo(2);
            assertThat(mixed.select(1).gram().values()[0][0]).isEqualTo(220);
            assertThat(mixed.columns(0, 2).gram().values()[1][1]).isEqualTo(20);
            assertThat(all.bytesRead()).isGreaterThan(0);
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
            Refusals.call("no matrix", () -> GradientMatrix.of(Tensors.of(1f, 2f)), "[any, any]", "[2]"),
            Refusals.call("undefined", () -> GradientMatrix.of(new Tensor()), "no tensor"),
            Refusals.call("empty", () -> GradientMatrix.of(Tensors.zeros(ScalarType.Float, 0, 3)), "0 workers"),
            Refusals.call("no parameters", () -> GradientMatrix.of(Tensors.zeros(ScalarType.Float, 3, 0)), "0 parameters"),
            Refusals.call("no rows", () -> GradientMatrix.of(List.of()), "0 workers"),
            Refusals.call("integers", () -> GradientMatrix.of(Tensors.zeros(ScalarType.Long, 2, 3)), "Long"),
            Refusals.call("lengths", () -> GradientMatrix.of(List.of(Tensors.of(1f, 2f), Tensors.of(1f))), "worker 1", "[2]", "[1]"),
            Refusals.call("dtypes", () -> GradientMatrix.of(List.of(Tensors.of(1f), Tensors.of(ScalarType.Double, 1))), "worker 1", "one dtype"),
            Refusals.call("names", () -> matrix().named(List.of("a", "a")), "different names"),
            Refusals.call("layers", () -> matrix().withLayers(List.of(1L, 1L)), "sum 3", "found 2"),
            Refusals.call("blocks", () -> matrix().readingBlocks(0), "found 0"),
            Refusals.call("columns", () -> matrix().columns(2, 5), "2 to 5"),
            Refusals.call("coefficients", () -> matrix().combine(new double[3], Tensors.zeros(ScalarType.Float, 3)), "3 coefficients for 2"),
            Refusals.call("update's length", () -> Aggregator.mean().aggregate(matrix(), Tensors.zeros(ScalarType.Float, 4), Carry.empty()), "the update", "[3]", "[4]"),
            Refusals.call("update's dtype", () -> Aggregator.flag().aggregate(matrix(), Tensors.zeros(ScalarType.Int, 3), Carry.empty()), "the update", "Int"),
            Refusals.call("per layer", () -> Aggregator.named("flag_per_layer").aggregate(matrix(), Tensors.zeros(ScalarType.Float, 3), Carry.empty()), "lengths of the layers"));
    }

    private static GradientMatrix matrix() {
        return GradientMatrix.of(Tensors.zeros(ScalarType.Float, 2, 3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void whatDoesNotFitIsRefusedBeforeNativeCodeSeesIt(String name, ThrowingCallable call, String[] words) {
        Refusals.check(call, words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mean", "median", "trmean(f=1)", "meamed(f=1)", "flag", "krum(f=1)", "aksel(f=1)", "signmaj", "cclip", "nnm(f=1) > median", "bucketing > mean",
        "bulyan(f=1)"})
    void withoutAGuardANumberThatIsNoneIsAnErrorNeverAnUpdate(String rule) {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            double[][] rows = Matrices.map(Matrices.A7, x -> x);
            Arrays.fill(rows[3], bad);
            boolean passes = Double.isInfinite(bad) && List.of("median", "trmean(f=1)", "meamed(f=1)", "signmaj").contains(rule);
            if (passes) {
                assertThat(Arrays.stream(Matrices.direction(rule, rows)).allMatch(Double::isFinite)).isTrue();
            } else if (!rule.equals("signmaj")) {
                assertThatIllegalArgumentException().as("%s with %s", rule, bad).isThrownBy(() -> Matrices.direction(rule, rows)).withMessageContaining("guard");
            }
        }
    }

    @Test
    void perLayerIsFlagOnEachLayer() {
        try (Scope scope = Scope.open()) {
            GradientMatrix all = GradientMatrix.of(normal(8, 6, 300));
            double[] whole = update(Aggregator.named("flag_per_layer(m=2)"), all.withLayers(List.of(100L, 200L)), ScalarType.Double);
            double[] first = update(Aggregator.named("flag(m=2)"), all.columns(0, 100), ScalarType.Double);
            double[] second = update(Aggregator.named("flag(m=2)"), all.columns(100, 300), ScalarType.Double);
            assertThat(Arrays.copyOf(whole, 100)).containsExactly(first);
            assertThat(Arrays.copyOfRange(whole, 100, 300)).containsExactly(second);
            assertThat(Matrices.apart(whole, update(Aggregator.named("flag(m=2)"), all, ScalarType.Double))).isGreaterThan(1e-3);
        }
    }

    @Test
    void nothingIsLeftBehind() {
        try (Scope scope = Scope.open()) {
            GradientMatrix all = GradientMatrix.of(normal(9, 7, 20_000));
            Tensor out = Tensors.zeros(ScalarType.Float, 20_000);
            for (Aggregator rule : rules()) {
                rule.aggregate(all, out, Carry.empty());
            }
            long before = Scope.alive();
            for (int i = 0; i < 20; i++) {
                for (Aggregator rule : rules()) {
                    rule.aggregate(all, out, Carry.empty());
                }
            }
            assertThat(Scope.alive() - before).isLessThan(20);
        }
    }
}
