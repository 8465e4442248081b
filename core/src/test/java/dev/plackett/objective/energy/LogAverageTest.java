package dev.plackett.objective.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Carry;
import org.junit.jupiter.api.Test;

/** Section 5.3 of the specification, schedules, and what is refused. */
class LogAverageTest {

    private static final Gamma TENTH = Gamma.constant(0.1);

    @Test
    void theRecursion() {
        LogAverage average = LogAverage.empty();
        double[] expected = {0.6931471805599453, 0.7884573603642702, 0.7323678937132265, 0.9828272556743992};
        double[] g = {2, 4, 1, 8};
        for (int t = 0; t < g.length; t++) {
            average = average.update(Math.log(g[t]), TENTH);
            assertThat(average.logU()).isCloseTo(expected[t], within(1e-15));
            assertThat(average.updates()).isEqualTo(t + 1);
        }
    }

    @Test
    void nothingOverflowsOrUnderflows() {
        assertThat(new LogAverage(1000, 1).update(1005, TENTH).logU()).isCloseTo(1002.7562888424336, within(1e-12));
        assertThat(new LogAverage(-2000, 1).update(-1990, TENTH).logU()).isCloseTo(-1992.3021765770802, within(1e-12));
        assertThat(new LogAverage(0, 1).update(-1e9, TENTH).logU()).isCloseTo(-0.10536051565782628, within(1e-16));
        assertThat(new LogAverage(0, 1).update(Double.NEGATIVE_INFINITY, TENTH).logU()).isCloseTo(-0.10536051565782628, within(1e-16));
        assertThat(new LogAverage(-1e6, 1).update(1e6, TENTH).logU()).isCloseTo(1e6 + Math.log(0.1), within(1e-9));
    }

    @Test
    void logMeanExpAndItsEffectiveSampleSize() {
        double[] a = {1000, 1001, 1002, 999};
        assertThat(LogAverage.empty().updateBy(a, TENTH).logU()).isCloseTo(1001.0538953374413, within(1e-12));
        double[] ones = new double[4];
        ImportanceWeights weights = ImportanceWeights.of(new double[] {1000, 998, 1001.5, 990}, ones, 1001, 1001);
        assertThat(4 * weights.effectiveShare()).isCloseTo(1.4950574791898823, within(1e-9));
    }

    @Test
    void mirrorDescentOnTheLogPartition() {
        Gamma mirror = Gamma.mirror(0.5);
        LogAverage average = new LogAverage(0, 1);
        double[] gamma = {1 / 3.0, 0.4, 6 / 11.0, 0.45};
        double[] expected = {4 / 3.0, 2.4, 1.6363636363636362, 4.5};
        double[] g = {2, 4, 1, 8};
        for (int t = 0; t < g.length; t++) {
            assertThat(mirror.at(average.updates(), average.logU())).isCloseTo(gamma[t], within(1e-15));
            average = average.update(Math.log(g[t]), mirror);
            assertThat(Math.exp(average.logU())).isCloseTo(expected[t], within(1e-14));
        }
    }

    @Test
    void schedules() {
        Gamma cosine = Gamma.cosine(0.1, 100);
        assertThat(cosine.at(50, 0)).isCloseTo(0.55, within(1e-15));
        assertThat(cosine.at(1, 0)).isBetween(0.99, 1.0);
        assertThat(cosine.at(100, 0)).isCloseTo(0.1, within(1e-15));
        assertThat(cosine.at(1e6, 0)).isCloseTo(0.1, within(1e-15));
        Gamma stages = Gamma.stages(0.4, 30);
        for (int s = 0; s < 20; s++) {
            long begins = 30 * ((1L << s) - 1);
            assertThat(stages.at(begins + 29, 0)).isEqualTo(0.4 / (1L << s));
            assertThat(begins == 0 ? 0.8 : stages.at(begins - 1, 0)).isEqualTo(0.8 / (1L << s));
            assertThat(stages.at(begins, 0)).isEqualTo(0.4 / (1L << s));
        }
    }

    /** A reward under a fixed reference: the log-mean-exp of all samples, whatever the batches (section 7). */
    @Test
    void streamingKeepsThePlainMean() {
        double[] reward = {0, 1, 2, 4, 1, 0, 2.5, -3};
        LogAverage average = LogAverage.empty();
        for (int t = 0; t < 4; t++) {
            average = average.updateBy(new double[] {reward[2 * t], reward[2 * t + 1]}, Gamma.streaming());
        }
        assertThat(average.logU()).isCloseTo(LogAverage.empty().updateBy(reward, Gamma.streaming()).logU(), within(1e-14));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> LogAverage.empty().update(Double.NEGATIVE_INFINITY, TENTH)).isInstanceOf(ArithmeticException.class)
            .hasMessageContaining("no noise row has any weight");
        assertThatThrownBy(() -> new LogAverage(0, 1).update(Double.NaN, TENTH)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new LogAverage(0, 1).update(Double.POSITIVE_INFINITY, TENTH)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> new LogAverage(0, 1).update(Double.NEGATIVE_INFINITY, Gamma.constant(1))).hasMessageContaining("no noise row");
        for (double gamma : new double[] {0, -1, 1.5, Double.NaN}) {
            assertThatThrownBy(() -> Gamma.constant(gamma)).hasMessage("gamma is " + gamma + ", expected above 0 and at most 1");
        }
    }

    @Test
    void groupsAreCarried() {
        LogPartitions partitions = LogPartitions.of(Carry.empty(), 3);
        partitions.group(2, new LogAverage(-1e300, 7));
        Carry carry = partitions.into(Carry.empty());
        LogPartitions again = LogPartitions.of(carry, 5);
        assertThat(again.group(2)).isEqualTo(new LogAverage(-1e300, 7));
        assertThat(again.group(0).started()).isFalse();
        assertThat(again.group(99).started()).isFalse();
        assertThat(again.size()).isEqualTo(5);
        again.group(2, new LogAverage(1, 8));
        assertThat(LogPartitions.of(carry).group(2)).as("what was carried stays").isEqualTo(new LogAverage(-1e300, 7));
    }
}
