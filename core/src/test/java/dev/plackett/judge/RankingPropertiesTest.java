package dev.plackett.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SPPO specification, 8.1.1, 8.1.10 and 8.1.11, on random matrices. */
class RankingPropertiesTest {

    private static double[][] matrix(Random random, int k) {
        double[][] c = new double[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                c[i][j] = i == j ? 0 : 3 * random.nextGaussian();
            }
        }
        return c;
    }

    private static Ranking rank(double[][] c, WinProbability mode) {
        return Ranking.of(new Verdict.Logits(c), mode, Ranking.Selection.SCORE);
    }

    @Test
    void winRatesAverageOneHalfAndStayWithinTheirRange() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int k = 2 + random.nextInt(6);
            double[][] c = matrix(random, k);
            for (WinProbability mode : WinProbability.values()) {
                double[] p = rank(c, mode).winRate();
                assertThat(Arrays.stream(p).average().orElseThrow()).as("seed " + seed).isCloseTo(0.5, within(1e-14));
                assertThat(Arrays.stream(p).allMatch(x -> x >= 0.5 / k - 1e-14 && x <= 1 - 0.5 / k + 1e-14)).as("seed " + seed).isTrue();
            }
        }
    }

    @Test
    void additiveMatricesAgreeAndCyclesDoNotChangeScores() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int k = 3 + random.nextInt(4);
            double[] r = random.doubles(k, -2, 2).toArray();
            double[][] additive = new double[k][k];
            double[][] withCycle = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    additive[i][j] = r[i] - r[j];
                    int step = Math.floorMod(j - i, k);
                    withCycle[i][j] = additive[i][j] + (step == 1 ? 1.5 : step == k - 1 ? -1.5 : 0);
                }
            }
            assertThat(rank(additive, WinProbability.RELEASED).winRate()).as("seed " + seed)
                .containsExactly(rank(additive, WinProbability.SUM).winRate(), within(1e-12));
            assertThat(rank(withCycle, WinProbability.RELEASED).score()).as("seed " + seed)
                .containsExactly(rank(additive, WinProbability.RELEASED).score(), within(1e-12));
            assertThat(rank(withCycle, WinProbability.RELEASED).winRate()).as("seed " + seed)
                .containsExactly(rank(additive, WinProbability.RELEASED).winRate(), within(1e-12));
        }
    }

    @Test
    void namesDoNotMatterAndNegationSwapsBestAndWorst() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int k = 2 + random.nextInt(6);
            double[][] c = matrix(random, k);
            List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, k).boxed().toList());
            Collections.shuffle(order, random);
            double[][] shuffled = new double[k][k];
            double[][] negated = new double[k][k];
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                    shuffled[i][j] = c[order.get(i)][order.get(j)];
                    negated[i][j] = -c[i][j];
                }
            }
            for (WinProbability mode : WinProbability.values()) {
                Ranking one = rank(c, mode);
                Ranking other = rank(shuffled, mode);
                assertThat(order.get(other.chosen())).as("seed " + seed).isEqualTo(one.chosen());
                assertThat(order.get(other.rejected())).as("seed " + seed).isEqualTo(one.rejected());
                for (int i = 0; i < k; i++) {
                    assertThat(other.winRate()[i]).as("seed " + seed).isCloseTo(one.winRate()[order.get(i)], within(1e-14));
                }
                assertThat(rank(negated, mode).chosen()).as("seed " + seed).isEqualTo(one.rejected());
                assertThat(rank(negated, mode).rejected()).as("seed " + seed).isEqualTo(one.chosen());
            }
        }
    }
}
