package dev.plackett.objective.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Section 4 of the specification: the losses beside MECO. */
class ContrastTest {

    private static final double[] DATA = {0.3, -0.2};
    private static final double[] NOISE = {-1.0, 0.4};

    static Stream<Objective> exact() {
        return Stream.of(new Nce(1), new Nce(4), new Ence(Ence.Form.LOG), new Ence(Ence.Form.PLAIN), new RankingNce(), new Snl(),
            new ContrastiveDivergence(0), new ContrastiveDivergence(0.3));
    }

    private static double value(Objective objective, double[] data, double[] noise) {
        return objective.evaluate(EnergySignals.of(data, noise, new double[noise.length]), Carry.empty()).value();
    }

    @Test
    void workedNumbers() {
        assertThat(value(new Nce(1), DATA, NOISE)).isCloseTo(0.6446927634420736, within(1e-14));
        assertThat(value(new Ence(Ence.Form.PLAIN), DATA, NOISE)).isCloseTo(0.9484530780933772, within(1e-14));
        assertThat(value(new Ence(Ence.Form.LOG), DATA, NOISE)).isCloseTo(Math.log(0.9484530780933772), within(1e-14));
        assertThat(value(Meco.snis(), DATA, NOISE)).isCloseTo(-0.12272977064149435, within(1e-14));
        double[] data = Arrays.stream(DATA).map(f -> f - 0.1).toArray();
        double[] noise = Arrays.stream(NOISE).map(f -> f - 0.1).toArray();
        assertThat(value(new Snl(), data, noise)).as("b = 0.1 is part of the score").isCloseTo(-0.10863505436295862, within(1e-14));
        assertThat(value(new RankingNce(), new double[] {0.3}, NOISE)).isCloseTo(0.8661347740991723, within(1e-14));
        assertThat(value(new RankingNce(), DATA, NOISE)).isCloseTo((0.8661347740991723 + value(new RankingNce(), new double[] {-0.2}, NOISE)) / 2, within(1e-14));
        assertThat(value(new ContrastiveDivergence(0), DATA, NOISE)).isCloseTo(-0.05 - 0.3, within(1e-14));
    }

    @Test
    void nceWithMoreNoiseThanDataIsTheClassificationOfBoth() {
        double[] noise = {-1, 0.4, 0.7, -2, 0.1, 0.2};
        double expected = 0;
        for (double g : DATA) {
            expected += 0.5 / 2 * Math.log1p(Math.exp(-(g - Math.log(3))));
        }
        for (double g : noise) {
            expected += 0.5 / 2 * Math.log1p(Math.exp(g - Math.log(3)));
        }
        assertThat(value(new Nce(3), DATA, noise)).isCloseTo(expected, within(1e-14));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void coefficientsAreTheDerivative(Objective objective) {
        for (long seed = 0; seed < 20; seed++) {
            Signals s = EnergySignals.random(seed, objective instanceof RankingNce ? 1 + (int) (seed % 3) : 1, seed % 2 == 0);
            Outcome outcome = objective.evaluate(s, Carry.empty());
            assertThat(outcome.kind()).isEqualTo(Outcome.Kind.GRADIENT);
            for (int i = 0; i < s.policy().length; i++) {
                double h = 1e-5;
                double[] up = s.policy().clone();
                double[] down = s.policy().clone();
                up[i] += h;
                down[i] -= h;
                double difference = (objective.evaluate(EnergySignals.scored(s, up), Carry.empty()).value()
                    - objective.evaluate(EnergySignals.scored(s, down), Carry.empty()).value()) / (2 * h);
                assertThat(outcome.coefficient()[i]).as("%s, seed %d, row %d", objective, seed, i)
                    .isCloseTo(difference, within(1e-7 * Math.max(1, Math.abs(outcome.value()))));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("exact")
    void orderDoesNotMatter(Objective objective) {
        Signals s = EnergySignals.random(1, 1, true);
        int[] order = new dev.plackett.tensor.Seeds(8).permutation(s.policy().length);
        Outcome a = objective.evaluate(s, Carry.empty());
        Outcome b = objective.evaluate(EnergySignals.ordered(s, order), Carry.empty());
        assertThat(b.value()).isCloseTo(a.value(), within(1e-12 * Math.max(1, Math.abs(a.value()))));
        assertThat(b.coefficient()).containsExactly(EnergySignals.pick(a.coefficient(), order), within(1e-11 * Math.max(1, Math.abs(a.value()))));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void extremeScoresGiveNumbersOrAClearMessage(Objective objective) {
        SplittableRandom random = new SplittableRandom(2);
        int refused = 0;
        for (int t = 0; t < 100; t++) {
            double[] f = random.doubles(6).map(u -> u < 0.5 ? -1e6 : 1e6).toArray();
            try {
                Outcome outcome = objective.evaluate(EnergySignals.of(Arrays.copyOf(f, 2), Arrays.copyOfRange(f, 2, 6), new double[4]), Carry.empty());
                assertThat(outcome.value()).isFinite();
                assertThat(Arrays.stream(outcome.coefficient()).allMatch(Double::isFinite)).isTrue();
                outcome.metrics().forEach((name, stat) -> assertThat(stat.mean()).as(name).isFinite());
            } catch (ArithmeticException e) {
                refused++;
                assertThat(e).hasMessageContaining("beyond all numbers");
            }
        }
        boolean mayRefuse = objective instanceof Snl || objective.equals(new Ence(Ence.Form.PLAIN));
        assertThat(refused > 0).isEqualTo(mayRefuse);
    }

    /** The model gives noise no density at all: the supports are disjoint. */
    @ParameterizedTest
    @MethodSource("exact")
    void disjointSupports(Objective objective) {
        double[] none = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Signals s = EnergySignals.of(DATA, none, new double[2]);
        if (objective instanceof ContrastiveDivergence) {
            assertThatThrownBy(() -> objective.evaluate(s, Carry.empty())).hasMessageContaining("row 2 of the step (sample row 0)");
            return;
        }
        Outcome outcome = objective.evaluate(s, Carry.empty());
        assertThat(outcome.value()).isFinite();
        assertThat(outcome.coefficient()).endsWith(0.0, 0.0);
        outcome.metrics().forEach((name, stat) -> assertThat(stat.mean()).as(name).isFinite());
        Signals outside = EnergySignals.with(DATA, 1, dev.plackett.data.Columns.of(Column.NOISE, Double.NEGATIVE_INFINITY, 0));
        assertThatThrownBy(() -> objective.evaluate(outside, Carry.empty())).isInstanceOf(ArithmeticException.class)
            .hasMessageContaining("row 0 of the step (data row 0)").hasMessageContaining("the noise must have density wherever there are data");
    }

    @Test
    void rowsAreDataOrNoise() {
        Signals s = EnergySignals.with(DATA, 1, dev.plackett.data.Columns.of(Column.NOISE, 0, 0));
        Signals odd = new Signals(s.policy(), s.sequenceStart(), s.unitStart(), s.columns().with(Column.DATA, 1, 0.5), s.divisors());
        assertThatThrownBy(() -> new Nce(1).evaluate(odd, Carry.empty())).hasMessageContaining("row 1: 'data' is 0.5");
        Signals none = new Signals(s.policy(), s.sequenceStart(), s.unitStart(), s.columns().with(Column.DATA, 0, 0), s.divisors());
        assertThatThrownBy(() -> new Nce(1).evaluate(none, Carry.empty())).hasMessageContaining("no row of data");
    }
}
