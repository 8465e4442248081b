package dev.plackett.robust;

import static dev.plackett.robust.Matrices.A7;
import static dev.plackett.robust.Matrices.direction;
import static dev.plackett.robust.Matrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.plackett.objective.Carry;
import dev.plackett.robust.flag.Flag;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One NaN never reaches the model. */
class GuardTest {

    private static final List<String> RULES = List.of("mean", "median", "trmean(f=2)", "meamed(f=2)", "phocas(f=2)", "krum(f=2)", "multikrum(f=2)", "bulyan(f=2)",
        "geomed", "cclip(tau=1)", "mda(f=2)", "smea(f=2)", "caf(f=2)", "cge(f=2)", "monna(f=2)", "signmaj", "aksel(f=2)", "condense(f=2)", "normmean", "flag", "flag(m=9)",
        "nnm(f=2) > krum(f=2)", "bucketing(s=2) > median", "arc(f=2) > flag(m=2)");

    private static double[][] rows(int p, double bad, int... where) {
        double[][] rows = Matrices.random(1, p, 40);
        for (int i : where) {
            rows[i][17] = bad;
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e200})
    void excludedWorkersAreAsIfTheyHadNotBeenThereAndWereAmongTheFaulty(double bad) {
        double[][] rows = rows(11, bad, 2, 7);
        double[][] rest = Matrices.permuted(rows, new int[] {0, 1, 3, 4, 5, 6, 8, 9, 10});
        for (String name : RULES) {
            Aggregator rule = Aggregator.named(name);
            Matrices.Update guarded = update(Guard.excluding(rule), rows);
            assertThat(guarded.direction()).as(name).usingComparatorWithPrecision(1e-12).containsExactly(direction(rule.excluding(2, 9), rest));
            Aggregation aggregation = guarded.aggregation();
            assertThat(aggregation.excluded()).extracting(Excluded::row).containsExactly(2, 7);
            assertThat(aggregation.excluded().get(0).reason()).contains("NaN or infinite");
            if (aggregation.coefficients().length > 0) {
                assertThat(aggregation.coefficients()).hasSize(11);
                assertThat(aggregation.influence(2, 7)).isZero();
            }
            if (aggregation.findings().quality().length > 0) {
                assertThat(aggregation.findings().quality()[7]).isNaN();
                assertThat(aggregation.findings().quality()[8]).isFinite();
            }
        }
    }

    @Test
    void fewerFaultyAndSmallerSubspaces() {
        assertThat(Aggregator.krum(2).excluding(3, 5)).isEqualTo(Aggregator.krum(0));
        assertThat(Flag.released().withDimension(8).excluding(2, 5)).isEqualTo(Flag.released().withDimension(5));
        assertThat(((Flag) Flag.released().excluding(2, 5)).dimension(5)).isEqualTo(3);
        assertThat(Aggregator.named("nnm(f=3) > krum(f=3)").excluding(1, 9)).isEqualTo(Aggregator.named("nnm(f=2) > krum(f=2)"));
    }

    @Test
    void zeroAndFail() {
        double[][] rows = rows(7, Double.NaN, 3);
        double[][] zeroed = Matrices.map(rows, x -> x);
        zeroed[3] = new double[40];
        for (String name : List.of("mean", "median", "flag", "krum(f=1)", "nnm(f=1) > mean")) {
            Guard zero = new Guard(Aggregator.named(name), NonFinite.ZERO, Optional.empty());
            assertThat(update(zero, rows).direction()).as(name).containsExactly(direction(name, zeroed));
            assertThat(update(zero, rows).aggregation().excluded()).hasSize(1);
            Guard fail = new Guard(Aggregator.named(name), NonFinite.FAIL, Optional.empty());
            assertThatIllegalArgumentException().isThrownBy(() -> update(fail, rows)).withMessageContainingAll("worker 3", "NaN");
            assertThat(update(fail, zeroed).direction()).containsExactly(direction(name, zeroed));
        }
    }

    @Test
    void tooFewWorkersSkipTheStepOrTakeTheFallback() {
        double[][] rows = rows(7, Double.NaN, 1, 2, 3, 4);
        Guard guard = Guard.excluding(Aggregator.krum(1));
        Matrices.Update three = update(guard, rows);
        assertThat(three.aggregation().skipped()).as("f is 0 now, and krum needs 3 workers").isEmpty();
        double[][] fewer = rows(7, Double.NaN, 1, 2, 3, 4, 5);
        Matrices.Update skipped = update(guard, fewer);
        assertThat(skipped.direction()).containsOnly(0);
        assertThat(skipped.aggregation().skipped()).hasValueSatisfying(reason -> assertThat(reason).contains("krum with f=0", "3 workers", "found 2"));
        Matrices.Update fallback = update(guard.or(Aggregator.median()), fewer);
        assertThat(fallback.aggregation().skipped()).isEmpty();
        assertThat(fallback.direction()).containsExactly(direction("median", Matrices.permuted(fewer, new int[] {0, 6})));
        assertThat(fallback.aggregation().findings().warnings()).singleElement().asString().contains("fallback");
        assertThat(update(Guard.excluding(Aggregator.named("monna(f=1, worker=3)")), rows(7, Double.NaN, 3)).aggregation().skipped())
            .hasValueSatisfying(reason -> assertThat(reason).contains("monna trusts worker '3'"));
        // Late workers are another matter: f stays, and three rows are too few for f = 1.
        assertThat(update(guard, Arrays.copyOf(A7, 3)).aggregation().skipped()).hasValueSatisfying(reason -> assertThat(reason).contains("f=1", "5 workers"));
        assertThat(update(guard, rows(2, Double.NaN, 0, 1)).aggregation().skipped()).hasValueSatisfying(reason -> assertThat(reason).contains("no gradient of 2"));
    }

    @Test
    void whatArrivesIsCheckedBeforeItIsAMatrix() {
        try (Scope scope = Scope.open()) {
            Tensor like = Tensors.zeros(ScalarType.Float, 3);
            Tensor out = Tensors.zeros(ScalarType.Float, 3);
            List<Guard.Submission> arrived = List.of(new Guard.Submission("a", Tensors.of(1f, 2f, 3f)), new Guard.Submission("b", Tensors.of(1f, 2f)),
                new Guard.Submission("c", Tensors.of(ScalarType.Double, 1, 2, 3)), new Guard.Submission("d", Tensors.of(3f, 2f, 1f)),
                new Guard.Submission("e", new Tensor()), new Guard.Submission("f", Tensors.of(Float.NaN, 2f, 1f)));
            Aggregation aggregation = Guard.excluding(Aggregator.mean()).aggregate(arrived, like, out, Carry.empty());
            assertThat(Tensors.toDoubles(out)).containsExactly(2, 2, 2);
            assertThat(aggregation.excluded()).extracting(Excluded::worker).containsExactly("b", "c", "e", "f");
            assertThat(aggregation.excluded().get(0).reason()).contains("[2]", "[3]");
            assertThat(aggregation.excluded().get(1).reason()).contains("Double", "Float");
            assertThat(aggregation.coefficients()).containsExactly(0.5, 0, 0, 0.5, 0, 0);
            new Guard(Aggregator.mean(), NonFinite.ZERO, Optional.empty()).aggregate(arrived, like, out, Carry.empty());
            assertThat(Tensors.toFloats(out)).containsExactly(4 / 6f, 4 / 6f, 4 / 6f);
            assertThatIllegalArgumentException().isThrownBy(() -> new Guard(Aggregator.mean(), NonFinite.FAIL, Optional.empty()).aggregate(arrived, like, out, Carry.empty()))
                .withMessageContaining("worker b");
            Guard.excluding(Aggregator.named("flag_per_layer(m=1)")).aggregate(arrived, like, List.of(1L, 2L), out, Carry.empty());
            assertThat(Tensors.toFloats(out)[0]).as("a layer of one number").isEqualTo(2);
            assertThat(Guard.excluding(Aggregator.mean()).aggregate(List.of(), like, out, Carry.empty()).skipped()).isPresent();
        }
    }

    @Test
    void verylargeNumbersThatFitAreNotExcluded() {
        double[][] rows = rows(7, 1e30, 3);
        assertThat(update(Guard.excluding(Aggregator.flag()), rows).aggregation().excluded()).isEmpty();
        assertThat(Matrices.norm(direction(Guard.excluding(Aggregator.flag()), rows))).isLessThanOrEqualTo(7.0 / 4);
        assertThat(direction(Guard.excluding(Aggregator.krum(2)), rows)).isNotEqualTo(rows[3]);
    }
}
