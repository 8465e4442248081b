package dev.plackett.objective.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MecoTest {

    static Stream<Meco> forms() {
        return Stream.of(Meco.of(0.2), Meco.snis(), Meco.of(0.2).lagged(), Meco.of(0.2).asCentred(), Meco.of(Gamma.cosine(0.1, 5)), Meco.of(Gamma.mirror(0.5)));
    }

    /** Rows 0 and 1 are data; f of a Gaussian of mean θ, q = N(1, 2²). */
    private static Signals rows(double theta, double[] data, double[] noise, boolean natural) {
        double[] x = Stream.of(data, noise).flatMapToDouble(Arrays::stream).toArray();
        double[] f = Arrays.stream(x).map(v -> natural ? theta * v - v * v / 2 : -(v - theta) * (v - theta) / 2).toArray();
        double[] q = Arrays.stream(x).map(v -> -(v - 1) * (v - 1) / 8 - Math.log(2 * Math.sqrt(2 * Math.PI))).toArray();
        return EnergySignals.with(f, data.length, Columns.of(Column.NOISE, q));
    }

    /** Section 5.4's first step. (The whole run, through the engine, is in MecoStepsTest.) */
    @Test
    void theWorkedStep() {
        Outcome outcome = Meco.of(0.2).evaluate(rows(0.5, new double[] {1.5, 2.5}, new double[] {0, 1, 3, -2}, false), Carry.empty());
        double[] omega = {0.4784066510666211, 0.42219238774216244, 0.03465566156683595, 0.06474529962438051};
        assertThat(Arrays.copyOfRange(outcome.coefficient(), 2, 6)).containsExactly(omega, within(1e-14));
        assertThat(outcome.coefficient()).startsWith(-0.5, -0.5);
        assertThat(LogPartitions.of(outcome.next()).group(0).logU()).isCloseTo(0.9630855263558532, within(1e-14));
        assertThat(4 * outcome.metrics().get("ess").mean()).isCloseTo(2.4241701119573458, within(1e-12));
        assertThat(outcome.metrics().get("omega/max_share").mean()).isCloseTo(omega[0], within(1e-14));
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.SURROGATE);
        assertThat(outcome.value()).isCloseTo((0.5 + 2) / 2 + 0.9630855263558532, within(1e-14));
    }

    /** Section 5.4's last line: f and f + constant(θ) give the same step, log u follows the negative log-likelihood. */
    @Test
    void theCentredFormDoesNotSeeAConstant() {
        for (boolean natural : new boolean[] {false, true}) {
            Meco centred = Meco.of(0.2).asCentred();
            Outcome first = centred.evaluate(rows(0.5, new double[] {1.5, 2.5}, new double[] {0, 1, 3, -2}, natural), Carry.empty());
            assertThat(slope(first, new double[] {1.5, 2.5, 0, 1, 3, -2})).isCloseTo(-1.6033312268060906, within(1e-12));
            Outcome second = centred.evaluate(rows(1.3016656134030453, new double[] {2, 3}, new double[] {0.5, 2, -1, 4}, natural), first.next());
            assertThat(LogPartitions.of(second.next()).group(0).logU()).isCloseTo(2.1261995220436223, within(1e-12));
            assertThat(second.metrics().get("omega/sum").mean()).isCloseTo(0.6369106828446831, within(1e-12));
            assertThat(slope(second, new double[] {2, 3, 0.5, 2, -1, 4})).isCloseTo(-0.7736713254266868, within(1e-12));
            assertThat(second.value()).isCloseTo(2.1261995220436223, within(1e-12));
        }
        assertThat(Meco.of(0.2).evaluate(rows(0.5, new double[] {1.5}, new double[] {0}, true), Carry.empty()).next())
            .isNotEqualTo(Meco.of(0.2).evaluate(rows(0.5, new double[] {1.5}, new double[] {0}, false), Carry.empty()).next());
    }

    /** Σ coefficient·∂f/∂θ, with ∂f/∂θ = x up to a constant, which the centred coefficients do not see. */
    private static double slope(Outcome outcome, double[] x) {
        return IntStream.range(0, x.length).mapToDouble(i -> outcome.coefficient()[i] * x[i]).sum();
    }

    /** The coefficients are the derivative of −mean f + Σ ω f with ω frozen; those of γ = 1 of the negative log-likelihood itself. */
    @ParameterizedTest
    @MethodSource("forms")
    void coefficientsAreTheSurrogatesDerivative(Meco meco) {
        for (long seed = 0; seed < 10; seed++) {
            Signals s = EnergySignals.random(seed, 1, seed % 2 == 0);
            Carry carry = meco.evaluate(EnergySignals.scored(s, Arrays.stream(s.policy()).map(f -> f - 0.7).toArray()), Carry.empty()).next();
            Outcome outcome = meco.evaluate(s, carry);
            double noise = 0;
            double data = 0;
            for (int i = 0; i < s.policy().length; i++) {
                noise += s.column(Column.DATA)[i] == 0 ? outcome.coefficient()[i] : 0;
                data += s.column(Column.DATA)[i] == 1 ? outcome.coefficient()[i] : 0;
            }
            double sum = outcome.metrics().get("omega/sum").mean();
            assertThat(noise).as("seed %d", seed).isCloseTo(sum, within(1e-12));
            assertThat(data).as("seed %d", seed).isCloseTo(meco.centred() ? -sum : -1, within(1e-12));
            for (int i = 0; i < s.policy().length; i++) {
                if (s.column(Column.DATA)[i] == 0) {
                    double a = s.policy()[i] - s.column(Column.NOISE)[i];
                    double weight = s.columns().has(Column.WEIGHT) ? s.column(Column.WEIGHT)[i] : 1;
                    assertThat(Math.log(outcome.coefficient()[i] / weight) - a).as("ω is w/u, up to one factor").isCloseTo(factor(s, outcome), within(1e-9));
                }
            }
        }
        Signals s = EnergySignals.random(3, 1, true);
        Outcome snis = Meco.snis().evaluate(s, Carry.empty());
        for (int i = 0; i < s.policy().length; i++) {
            double[] up = s.policy().clone();
            double[] down = s.policy().clone();
            up[i] += 1e-5;
            down[i] -= 1e-5;
            double difference = (Meco.snis().evaluate(EnergySignals.scored(s, up), Carry.empty()).value()
                - Meco.snis().evaluate(EnergySignals.scored(s, down), Carry.empty()).value()) / 2e-5;
            assertThat(snis.coefficient()[i]).isCloseTo(difference, within(1e-8));
        }
    }

    private static double factor(Signals s, Outcome outcome) {
        int first = IntStream.range(0, s.policy().length).filter(i -> s.column(Column.DATA)[i] == 0).findFirst().orElseThrow();
        double weight = s.columns().has(Column.WEIGHT) ? s.column(Column.WEIGHT)[first] : 1;
        return Math.log(outcome.coefficient()[first] / weight) - s.policy()[first] + s.column(Column.NOISE)[first];
    }

    @Test
    void weightsAreAtMostOneOverGamma() {
        SplittableRandom random = new SplittableRandom(1);
        for (double gamma : new double[] {1, 0.5, 0.1, 1e-3}) {
            Carry carry = Carry.empty();
            double largest = 0;
            for (int t = 0; t < 200; t++) {
                double scale = Math.pow(10, random.nextInt(7));
                double[] f = random.doubles(8, -scale, scale).toArray();
                Outcome outcome = Meco.of(gamma).evaluate(EnergySignals.of(new double[] {0}, f, new double[8]), carry);
                carry = outcome.next();
                largest = Math.max(largest, Arrays.stream(outcome.coefficient(), 1, 9).sum());
                assertThat(outcome.value()).isFinite();
            }
            assertThat(largest).isLessThanOrEqualTo((1 + 1e-6) / gamma).isGreaterThan(0.99 / gamma);
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void extremeScoresGiveNumbersOrAClearMessage(Meco meco) {
        SplittableRandom random = new SplittableRandom(5);
        for (int t = 0; t < 200; t++) {
            double[] f = random.doubles(6).map(u -> u < 0.5 ? -1e6 : 1e6).toArray();
            Carry carry = meco.evaluate(EnergySignals.of(new double[] {0}, new double[] {t % 3 == 0 ? -1e6 : 0}, new double[1]), Carry.empty()).next();
            try {
                Outcome outcome = meco.evaluate(EnergySignals.of(new double[] {f[0], f[1]}, new double[] {f[2], f[3], f[4], f[5]}, new double[4]), carry);
                assertThat(outcome.value()).isFinite();
                assertThat(Arrays.stream(outcome.coefficient()).allMatch(Double::isFinite)).isTrue();
                outcome.metrics().forEach((name, stat) -> assertThat(stat.mean()).as(name).isFinite());
            } catch (ArithmeticException e) {
                assertThat(meco.denominator()).isEqualTo(Meco.Denominator.PREVIOUS);
                assertThat(e).hasMessageContaining("importance weights overflow").hasMessageContaining("raise gamma");
            }
        }
    }

    @Test
    void specialValues() {
        double[] dead = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Carry carry = Meco.of(0.1).evaluate(EnergySignals.of(new double[] {0}, new double[] {0, 0}, new double[2]), Carry.empty()).next();
        Outcome outcome = Meco.of(0.1).evaluate(EnergySignals.of(new double[] {1}, dead, new double[2]), carry);
        assertThat(outcome.coefficient()).containsExactly(-1, 0, 0);
        assertThat(LogPartitions.of(outcome.next()).group(0).logU()).isCloseTo(Math.log1p(-0.1), within(1e-15));
        assertThat(outcome.metrics().get("noise/dead").mean()).isEqualTo(1);
        assertThat(outcome.metrics()).doesNotContainKey("log_g");
        outcome.metrics().forEach((name, stat) -> assertThat(stat.mean()).as(name).isFinite());
        refused(Meco.of(0.1), EnergySignals.of(new double[] {1}, dead, new double[2]), Carry.empty(), "no noise row has any weight");
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            refused(Meco.of(0.1), EnergySignals.of(new double[] {1}, new double[] {0, bad}, new double[2]), carry, "row 2 of the step (noise row 1)");
            refused(Meco.of(0.1), EnergySignals.of(new double[] {1, bad}, new double[] {0}, new double[1]), carry, "row 1 of the step (data row 1)");
        }
        refused(Meco.of(0.1), EnergySignals.of(new double[] {Double.NEGATIVE_INFINITY}, new double[] {0}, new double[1]), carry, "gives this row no density");
        refused(Meco.of(0.1), EnergySignals.with(new double[] {0, 0}, 1, Columns.of(Column.NOISE, Double.NEGATIVE_INFINITY, 0)), carry,
            "row 0 of the step (data row 0): log q(x) is -Infinity");
        refused(Meco.of(0.1), EnergySignals.with(new double[] {0, 0}, 1, Columns.of(Column.NOISE, 0, Double.NEGATIVE_INFINITY)), carry, "noise row 0");
        assertThatThrownBy(() -> Meco.of(0.1).evaluate(EnergySignals.of(new double[] {0}, new double[0], new double[0]), Carry.empty()))
            .hasMessageContaining("no row of noise");
    }

    private static void refused(Meco meco, Signals signals, Carry carry, String message) {
        assertThatThrownBy(() -> meco.evaluate(signals, carry)).isInstanceOf(ArithmeticException.class).hasMessageContaining(message);
    }

    /** Several partition functions: each group as if it were alone, by its share of the data. */
    @ParameterizedTest
    @MethodSource("forms")
    void groupsAreSeparate(Meco meco) {
        Signals s = EnergySignals.random(4, 3, true);
        Carry first = meco.evaluate(s, Carry.empty()).next();
        Outcome together = meco.evaluate(EnergySignals.scored(s, Arrays.stream(s.policy()).map(f -> f + 0.5).toArray()), first);
        double value = 0;
        double total = IntStream.range(0, s.policy().length).filter(i -> s.column(Column.DATA)[i] == 1).mapToDouble(i -> s.column(Column.WEIGHT)[i]).sum();
        for (int g = 0; g < 3; g++) {
            int group = g;
            int[] rows = IntStream.range(0, s.policy().length).filter(i -> s.column(Column.GROUP)[i] == group).toArray();
            Columns columns = Columns.of(Column.NOISE, EnergySignals.pick(s.column(Column.NOISE), rows))
                .with(Column.DATA, EnergySignals.pick(s.column(Column.DATA), rows)).with(Column.WEIGHT, EnergySignals.pick(s.column(Column.WEIGHT), rows));
            Signals mine = Signals.sequences(EnergySignals.pick(s.policy(), rows), rows.length, columns);
            Outcome alone = meco.evaluate(EnergySignals.scored(mine, Arrays.stream(mine.policy()).map(f -> f + 0.5).toArray()),
                meco.evaluate(mine, Carry.empty()).next());
            double share = Arrays.stream(rows).filter(i -> s.column(Column.DATA)[i] == 1).mapToDouble(i -> s.column(Column.WEIGHT)[i]).sum() / total;
            value += share * alone.value();
            for (int i = 0; i < rows.length; i++) {
                assertThat(together.coefficient()[rows[i]]).isCloseTo(share * alone.coefficient()[i], within(1e-12));
            }
            assertThat(LogPartitions.of(together.next()).group(g).logU()).isCloseTo(LogPartitions.of(alone.next()).group(0).logU(), within(1e-12));
        }
        assertThat(together.value()).isCloseTo(value, within(1e-12));
    }

    @Test
    void groupsMayMissNoiseOrDataInAStep() {
        Columns columns = Columns.of(Column.NOISE, 0, 0, 0).with(Column.GROUP, 0, 1, 1).with(Column.DATA, 1, 1, 0);
        Signals s = Signals.sequences(new double[] {1, 1, 1}, 3, columns);
        assertThatThrownBy(() -> Meco.of(0.1).evaluate(s, Carry.empty())).hasMessageContaining("group 0 has data but no noise row");
        Signals both = Signals.sequences(new double[] {1, 1, 2, 3}, 4,
            Columns.of(Column.NOISE, 0, 0, 0, 0).with(Column.GROUP, 0, 1, 1, 0).with(Column.DATA, 1, 1, 0, 0));
        Carry carry = Meco.of(0.1).evaluate(both, Carry.empty()).next();
        Outcome next = Meco.of(0.1).evaluate(s, carry);
        assertThat(next.coefficient()).startsWith(-0.5, -0.5);
        assertThat(LogPartitions.of(next.next()).group(0)).isEqualTo(LogPartitions.of(carry).group(0));
        assertThat(LogPartitions.of(next.next()).group(1).updates()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void orderDoesNotMatter(Meco meco) {
        for (long seed = 0; seed < 10; seed++) {
            Signals s = EnergySignals.random(seed, 1 + (int) (seed % 3), true);
            int[] order = new dev.plackett.tensor.Seeds(seed).permutation(s.policy().length);
            Outcome a = meco.evaluate(s, Carry.empty());
            Outcome b = meco.evaluate(EnergySignals.ordered(s, order), Carry.empty());
            assertThat(b.value()).isCloseTo(a.value(), within(1e-12));
            assertThat(b.coefficient()).containsExactly(EnergySignals.pick(a.coefficient(), order), within(1e-13));
        }
    }
}
