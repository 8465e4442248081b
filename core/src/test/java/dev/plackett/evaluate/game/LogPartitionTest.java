package dev.plackett.evaluate.game;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SPPO specification, T5 and 8.1.13. */
class LogPartitionTest {

    @Test
    void t5() {
        int[] k = {5, 5, 5, 100};
        double[] eta = {1, 10, 1000, 1};
        double[] ordered = {0.539658743149, 7.53593014447, 898.390562088, 0.54132068795};
        double[] disordered = {0.519966755287, 6.73512332193, 897.227411278, 0.501237494844};
        for (int i = 0; i < k.length; i++) {
            assertThat(LogPartition.ordered(k[i], eta[i])).isCloseTo(ordered[i], within(1e-8));
            assertThat(LogPartition.disordered(k[i], eta[i])).isCloseTo(disordered[i], within(1e-8));
        }
    }

    @Test
    void aStrictOrderByDefinition() {
        for (int k = 2; k < 8; k++) {
            for (double eta : new double[] {0.1, 1, 30}) {
                int size = k;
                double z = IntStream.range(0, k).mapToDouble(i -> Math.exp(eta * (i + 0.5) / size)).average().orElseThrow();
                assertThat(LogPartition.ordered(k, eta)).isCloseTo(Math.log(z), within(1e-12 * Math.max(1, eta)));
            }
        }
    }

    /** All tournaments of K = 3 and 4, and the bounds for larger K. */
    @Test
    void coinFlipsByEnumeration() {
        for (int k = 3; k <= 4; k++) {
            for (double eta : new double[] {0.3, 2, 20}) {
                int pairs = k * (k - 1) / 2;
                double sum = 0;
                for (int bits = 0; bits < 1 << pairs; bits++) {
                    double[] wins = new double[k];
                    Arrays.fill(wins, 0.5);
                    int at = 0;
                    for (int i = 0; i < k; i++) {
                        for (int j = 0; j < i; j++) {
                            wins[(bits >> at++ & 1) == 1 ? i : j]++;
                        }
                    }
                    int size = k;
                    sum += Arrays.stream(wins).map(w -> Math.exp(eta * w / size)).average().orElseThrow();
                }
                assertThat(LogPartition.disordered(k, eta)).isCloseTo(Math.log(sum / (1 << pairs)), within(1e-12 * Math.max(1, eta)));
            }
        }
        for (int k : new int[] {2, 5, 50, 5000}) {
            for (double eta : new double[] {1e-3, 1, 1e3, 1e6}) {
                for (double logZ : new double[] {LogPartition.ordered(k, eta), LogPartition.disordered(k, eta)}) {
                    assertThat(logZ).isBetween(eta / 2 * (1 - 1e-12), Math.min(eta * (1 - 0.5 / k), eta / 2 + eta * eta / 8) * (1 + 1e-12));
                }
            }
        }
        assertThat(LogPartition.ordered(100_000, 3)).as("the limit of many samples").isCloseTo(Math.log(Math.expm1(3) / 3), within(1e-9));
        assertThat(LogPartition.disordered(1_000_000, 3)).isCloseTo(1.5, within(1e-5));
    }
}
