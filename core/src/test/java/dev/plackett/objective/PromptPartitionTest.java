package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PromptPartitionTest {

    private static double naive(double[] rewards, double beta) {
        return Math.log(Arrays.stream(rewards).map(r -> Math.exp(r / beta)).average().orElseThrow());
    }

    @Test
    void sumsJackknifeAndEffectiveAnswers() {
        double[] r = {0.3, -1, 2, 0.7, 0.3};
        PromptPartition found = PromptPartition.of(r, 0.5);
        assertThat(found.logZ()).isCloseTo(naive(r, 0.5), within(1e-14));
        double without = IntStream.range(0, 5).mapToDouble(i -> naive(IntStream.range(0, 5).filter(j -> j != i).mapToDouble(j -> r[j]).toArray(), 0.5)).average()
            .orElseThrow();
        assertThat(found.jackknife()).isCloseTo(5 * naive(r, 0.5) - 4 * without, within(1e-13));
        double sum = Arrays.stream(r).map(v -> Math.exp(2 * v)).sum();
        assertThat(found.effective()).isCloseTo(sum * sum / Arrays.stream(r).map(v -> Math.exp(4 * v)).sum(), within(1e-13));
        assertThat(PromptPartition.of(new double[] {3}, 2)).isEqualTo(new PromptPartition(1, 1.5, 1.5, 1));
        assertThat(PromptPartition.of(new double[] {1, 1, 1, 1, 1}, 0.1).reachable()).isTrue();
        assertThat(PromptPartition.of(new double[] {1, 0, 0, 0, 0}, 0.1).reachable()).isFalse();
    }

    /** Mean error of log Z for Gaussian rewards, section 7: −0.165 at β = s and four answers, −0.047 at 16; the jackknife removes most of it. */
    @Test
    void biasOfGaussianRewards() {
        SplittableRandom random = new SplittableRandom(5);
        double[][] expected = {{1, 4, -0.165}, {1, 16, -0.047}, {0.5, 16, -0.40}, {0.5, 64, -0.17}};
        for (double[] row : expected) {
            int n = 6000;
            double truth = 1 / (2 * row[0] * row[0]);
            double plain = 0;
            double corrected = 0;
            for (int i = 0; i < n; i++) {
                double[] r = IntStream.range(0, (int) row[1]).mapToDouble(j -> random.nextGaussian()).toArray();
                PromptPartition found = PromptPartition.of(r, row[0]);
                plain += (found.logZ() - truth) / n;
                corrected += (found.jackknife() - truth) / n;
            }
            assertThat(plain).isCloseTo(row[2], within(0.03));
            assertThat(Math.abs(corrected)).isLessThan(0.75 * Math.abs(plain));
        }
    }

    @Test
    void extremes() {
        PromptPartition far = PromptPartition.of(new double[] {1e6, -1e6, 0}, 1e-3);
        assertThat(far.logZ()).isCloseTo(1e9 - Math.log(3), within(1e-6));
        assertThat(far.jackknife()).isFinite();
        assertThat(far.effective()).isEqualTo(1);
        assertThatThrownBy(() -> PromptPartition.of(new double[] {1, Double.NaN}, 1)).hasMessageContaining("reward over beta is NaN");
        assertThatThrownBy(() -> PromptPartition.of(new double[0], 1)).hasMessageContaining("without answers");
        assertThatThrownBy(() -> PromptPartition.of(new double[1], 0)).hasMessageContaining("beta is 0.0");
    }

    @Test
    void uniformRewards() {
        for (double beta : new double[] {0.01, 0.3, 1, 50}) {
            double[] grid = IntStream.range(0, 200_000).mapToDouble(i -> (i + 0.5) / 200_000).toArray();
            assertThat(PromptPartition.ofUniform(beta)).isCloseTo(PromptPartition.of(grid, beta).logZ(), within(1e-6));
        }
        assertThat(PromptPartition.ofUniform(1e-4)).isFinite();
    }
}
