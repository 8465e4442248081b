package dev.plackett.robust;

import static dev.plackett.robust.Matrices.A7;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Carry;
import dev.plackett.robust.attack.Attack;
import dev.plackett.robust.attack.LittleIsEnough;
import dev.plackett.robust.attack.Loss;
import dev.plackett.robust.attack.Optimised;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttackTest {

    private static final Seeds SEEDS = Seeds.of(5);

    /** What row 6 of A7 becomes, the other six being honest. */
    private static double[] sent(Attack attack) {
        return sent(attack, A7, 6);
    }

    private static double[] sent(Attack attack, double[][] rows, int faulty) {
        try (Scope scope = Scope.open()) {
            Tensor matrix = Matrices.tensor(rows, ScalarType.Double);
            attack.corrupt(matrix, new int[] {faulty}, Aggregator.mean(), 0, SEEDS, Carry.empty());
            for (int i = 0; i < rows.length; i++) {
                if (i != faulty) {
                    assertThat(Tensors.toDoubles(matrix.select(0, i))).as("honest rows stay").containsExactly(rows[i]);
                }
            }
            return Tensors.toDoubles(matrix.select(0, faulty));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "signflip(own=false); -1.05, -1.933333, 1.016667, -0.45, -3.0",
        "ipm; -0.105, -0.193333, 0.101667, -0.045, -0.3",
        "alie(z=1.5); 0.685651, 1.523455, -1.389158, 0.085651, 2.480385",
        "alie(z=-1.5); 1.414349, 2.343211, -0.644175, 0.814349, 3.519615",
        "alie(z=1, ddof=0); 0.828264, 1.683889, -1.243358, 0.228264, 2.683772",
        "mimic(worker=2); 0.7, 2.3, -1.2, 0.8, 2.9",
        "reverse; -100, 100, -100, 100, -100",
        "signflip; -10, 10, -10, 10, -10",
        "zero; 0, 0, 0, 0, 0",
        "constant(c=-2); -2, -2, -2, -2, -2",
    })
    void workedNumbers(String attack, String expected) {
        assertThat(sent(Attack.named(attack))).usingComparatorWithPrecision(1e-6)
            .containsExactly(Arrays.stream(expected.split(",")).mapToDouble(Double::parseDouble).toArray());
    }

    @Test
    void reversedRowZero() {
        assertThat(sent(Attack.reverse(10), A7, 0)).usingComparatorWithPrecision(1e-12).containsExactly(-10, -20, 10, -5, -30);
        assertThat(sent(Attack.named("nan"))).containsOnly(Double.NaN);
        assertThat(sent(Attack.named("inf"))).containsOnly(Double.POSITIVE_INFINITY);
    }

    @ParameterizedTest
    @CsvSource({"15, 3, 0.2104284", "20, 8, 0.6744898", "50, 24, 1.4260769", "7, 1, 0", "10, 2, 0"})
    void theLargestUnnoticedShift(int p, int f, double z) {
        assertThat(LittleIsEnough.largest(p, f)).isCloseTo(z, within(5e-8));
        assertThatIllegalArgumentException().isThrownBy(() -> LittleIsEnough.largest(4, 3)).withMessageContaining("p = 4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"mean; 5242870; 5242870", "cge(f=1); 1.0391374443; 0.5497558139", "median; 0; 10", "trmean(f=1); 0; 10",
        "flag(m=4); 10; 5242870"})
    void theWorstFactors(String rule, double innerProduct, double littleIsEnough) {
        try (Scope scope = Scope.open()) {
            GradientMatrix honest = GradientMatrix.of(Matrices.tensor(Matrices.honest(), ScalarType.Double));
            Aggregator aggregator = Aggregator.named(rule);
            assertThat(new Optimised(Optimised.Direction.INNER_PRODUCT).factor(honest, 1, aggregator)).isCloseTo(innerProduct, within(1e-9));
            assertThat(new Optimised(Optimised.Direction.LITTLE_IS_ENOUGH).factor(honest, 1, aggregator)).isCloseTo(littleIsEnough, within(1e-9));
        }
        assertThat(sent(Attack.named("opt_ipm")))
            .usingComparatorWithPrecision(1e-3).containsExactly(Matrices.scaled(Matrices.mean(Matrices.honest()), -5242870));
    }

    private static double[] drawn(String attack, int n, long step, int... faulty) {
        try (Scope scope = Scope.open()) {
            Tensor matrix = Tensors.zeros(ScalarType.Float, 4, n);
            matrix.fill_(Tensors.scalar(1));
            Attack.named(attack).corrupt(matrix, faulty, Aggregator.mean(), step, SEEDS, Carry.empty());
            return Tensors.toDoubles(matrix.select(0, faulty[0]));
        }
    }

    @Test
    void drawsHaveTheirDistributionAndDependOnSeedStepAndWorkerAlone() {
        int n = 50_000;
        double[] uniform = drawn("uniform", n, 0, 1);
        assertThat(Arrays.stream(uniform).allMatch(x -> x >= 0 && x < 1)).isTrue();
        assertThat(Arrays.stream(uniform).average().orElseThrow()).isCloseTo(0.5, within(0.01));
        assertThat(Matrices.norm(uniform)).isCloseTo(Math.sqrt(n / 3.0), within(1.0));
        assertThat(drawn("uniform", n, 0, 1)).containsExactly(uniform);
        assertThat(drawn("uniform", n, 1, 1)).isNotEqualTo(uniform);
        assertThat(Matrices.cosine(uniform, drawn("uniform", n, 1, 1))).isCloseTo(0.75, within(0.01));
        assertThat(Arrays.copyOf(drawn("uniform", 70_000, 0, 1), n)).as("more parameters change nothing").containsExactly(uniform);
        double[] gaussian = drawn("gaussian(mean=2, sd=3)", n, 0, 2);
        assertThat(Arrays.stream(gaussian).average().orElseThrow()).isCloseTo(2, within(0.05));
        assertThat(Arrays.stream(gaussian).map(x -> (x - 2) * (x - 2)).average().orElseThrow()).isCloseTo(9, within(0.2));
        double[] dropped = drawn("drop(q=0.1)", n, 0, 0);
        assertThat(Arrays.stream(dropped).filter(x -> x == 0).count() / (double) n).isCloseTo(0.1, within(0.01));
        assertThat(Arrays.stream(dropped).filter(x -> x == 1).count() / (double) n).isCloseTo(0.9, within(0.01));
        double[] packets = drawn("packet(q=0.3)", n, 0, 0);
        for (int at = 0; at + Loss.PACKET <= n; at += Loss.PACKET) {
            double first = packets[at];
            assertThat(Arrays.stream(packets, at, at + Loss.PACKET).allMatch(x -> x == first)).isTrue();
        }
        assertThat(Arrays.stream(packets).average().orElseThrow()).isCloseTo(0.7, within(0.1));
    }

    @Test
    void flippedBitsAreOneBitEach() {
        double[] flipped = drawn("bitflip(bits=3)", 1000, 0, 0);
        int bits = 0;
        for (double x : flipped) {
            bits += Integer.bitCount(Float.floatToRawIntBits((float) x) ^ Float.floatToRawIntBits(1));
        }
        assertThat(bits).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delayed(steps=2)", "replayed"})
    void oldGradients(String name) {
        Attack attack = Attack.named(name);
        Carry carry = Carry.empty();
        for (int step = 0; step < 6; step++) {
            try (Scope scope = Scope.open()) {
                Tensor matrix = Tensors.zeros(ScalarType.Float, 3, 4);
                matrix.fill_(Tensors.scalar(step));
                carry = attack.corrupt(matrix, new int[] {0, 2}, Aggregator.mean(), step, SEEDS, carry);
                int expected = name.equals("replayed") ? 0 : Math.max(0, step - 2);
                assertThat(Tensors.toDoubles(matrix.select(0, 0))).as("step %d", step).containsOnly(expected);
                assertThat(Tensors.toDoubles(matrix.select(0, 2))).containsOnly(expected);
                assertThat(Tensors.toDoubles(matrix.select(0, 1))).containsOnly(step);
            }
        }
    }

    @Test
    void mimicLearnsTheWorkerThatDiffersMost() {
        double[][] rows = Matrices.map(Matrices.random(3, 6, 20), x -> 0.01 * x);
        rows[4][0] += 3;
        rows[1][0] -= 2;
        Carry carry = Carry.empty();
        double[] last = {};
        for (int step = 0; step < 6; step++) {
            try (Scope scope = Scope.open()) {
                Tensor matrix = Matrices.tensor(rows, ScalarType.Double);
                carry = Attack.named("mimic(worker=-1, warm_up=4)").corrupt(matrix, new int[] {5}, Aggregator.mean(), step, SEEDS, carry);
                last = Tensors.toDoubles(matrix.select(0, 5));
            }
        }
        assertThat(carry.get("mimic.choice")[1]).isEqualTo(4);
        assertThat(carry.get("mimic.choice")[0]).isIn(1.0, 4.0);
        assertThat(last).containsExactly(rows[(int) carry.get("mimic.choice")[0]]);
        assertThat(Math.abs(carry.get("mimic.direction")[0])).isGreaterThan(0.99);
    }

    @Test
    void aWorkerOnItsOwnTakesItsGradientForTheMean() {
        try (Scope scope = Scope.open()) {
            Tensor own = Tensors.of(1f, -2f);
            Attack.innerProduct(2).corrupt(List.of(own), new Attack.Scene(Optional.empty(), Aggregator.mean(), 0, SEEDS), Carry.empty());
            assertThat(Tensors.toDoubles(own)).containsExactly(-2, 4);
            assertThatIllegalArgumentException().isThrownBy(() -> Attack.littleIsEnough(1).corrupt(List.of(own), new Attack.Scene(Optional.empty(), Aggregator.mean(), 0, SEEDS),
                Carry.empty())).withMessageContaining("at least 2 honest workers, found 1");
        }
        assertThat(Attack.uniform().omniscient()).isFalse();
        assertThat(Attack.innerProduct(1).omniscient()).isTrue();
    }

    @Test
    void wrongWorkersAreRefused() {
        for (int[] faulty : new int[][] {{7}, {-1}, {1, 1}, {0, 1, 2, 3, 4, 5, 6}}) {
            assertThatIllegalArgumentException().isThrownBy(() -> {
                try (Scope scope = Scope.open()) {
                    Attack.uniform().corrupt(Matrices.tensor(A7, ScalarType.Double), faulty, Aggregator.mean(), 0, SEEDS, Carry.empty());
                }
            }).withMessageContaining("faulty workers");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> sent(Attack.named("mimic(worker=6)"))).withMessageContaining("honest worker 6, found 6");
    }
}
