package dev.plackett.robust;

import static dev.plackett.robust.Matrices.apart;
import static dev.plackett.robust.Matrices.direction;
import static dev.plackett.robust.Matrices.dot;
import static dev.plackett.robust.Matrices.mean;
import static dev.plackett.robust.Matrices.norm;
import static dev.plackett.robust.Matrices.random;
import static dev.plackett.robust.Matrices.scaled;
import static dev.plackett.robust.Matrices.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.robust.flag.Combine;
import dev.plackett.robust.flag.Flag;
import dev.plackett.robust.flag.PairWeights;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The identities of the specification's section 6.1, by their numbers there, on random gradients. */
class FlagPropertiesTest {

    private static final List<Flag> FORMS = List.of(Flag.released(), Flag.paper(), Flag.released().withIterations(3).with(Combine.MEDIAN_NORM),
        Flag.paper().withPairs(PairWeights.PAPER, 1.5), Flag.released().withIterations(3).withPairs(PairWeights.RELEASED, 8),
        Flag.paper().withDimension(2).withIterations(2).withExponent(3));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void directionsDoNotDependOnNamesAxesOrEmptyCoordinates(long seed) {
        double[][] rows = random(seed, 7, 12);
        int[] order = Seeds.of(seed).permutation(7);
        double[][] wider = Arrays.stream(rows).map(r -> Arrays.copyOf(r, 20)).toArray(double[][]::new);
        for (Flag flag : FORMS) {
            double[] d = direction(flag, rows);
            assertThat(apart(direction(flag, Matrices.permuted(rows, order)), d)).as("(1) %s", flag).isLessThan(1e-9);
            double[][] together = Arrays.copyOf(rows, 8);
            together[7] = d;
            double[][] turned = Matrices.turned(together, seed);
            assertThat(apart(direction(flag, Arrays.copyOf(turned, 7)), turned[7])).as("(2) %s", flag).isLessThan(1e-9);
            assertThat(apart(direction(flag, wider), Arrays.copyOf(d, 20))).as("(2) %s", flag).isLessThan(1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-3, 0.001, 250})
    void scale(double c) {
        double[][] rows = random(7, 6, 9);
        double[][] larger = Matrices.map(rows, x -> c * x);
        for (Flag flag : FORMS) {
            double factor = switch (flag.combine()) {
                case PAPER -> c;
                case RELEASED -> Math.signum(c);
                case MEDIAN_NORM -> c;
            };
            assertThat(apart(direction(flag, larger), scaled(direction(flag, rows), factor))).as("(3) %s", flag).isLessThan(1e-9);
        }
        double[][] uneven = new double[6][];
        Arrays.setAll(uneven, i -> scaled(rows[i], (i % 2 == 0 ? 1 : -1) * (i + 1) * c));
        for (Flag flag : List.of(Flag.released().withIterations(4), Flag.paper())) {
            Findings before = update(flag, rows).aggregation().findings();
            Findings after = update(flag, uneven).aggregation().findings();
            assertThat(after.quality()).as("(4)").usingComparatorWithPrecision(1e-8).containsExactly(before.quality());
            assertThat(after.objective()).as("(4)").usingComparatorWithPrecision(1e-8).containsExactly(before.objective());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theUpdateIsAProjectionOfTheMean(long seed) {
        double[][] rows = random(seed, 8, 20);
        double[][] unit = Arrays.stream(rows).map(r -> scaled(r, 1 / norm(r))).toArray(double[][]::new);
        assertThat(apart(direction(Flag.paper().withDimension(8), rows), mean(rows))).as("(5)").isLessThan(1e-9);
        assertThat(apart(direction(Flag.released().withDimension(8), rows), mean(unit))).as("(5) with m = p").isLessThan(1e-9);
        double[][] flat = Arrays.stream(random(seed, 8, 3)).map(r -> Arrays.copyOf(r, 20)).toArray(double[][]::new);
        assertThat(apart(direction(Flag.paper().withDimension(3), flat), mean(flat))).as("(5) rank").isLessThan(1e-9);
        for (int m : new int[] {1, 3, 5}) {
            double[] d = direction(Flag.paper().withDimension(m), rows);
            assertThat(dot(d, mean(rows))).as("(6)").isCloseTo(dot(d, d), within(1e-9));
            double[] released = direction(Flag.released().withDimension(m).withIterations(2), rows);
            assertThat(dot(released, scaled(mean(unit), 8.0 / m))).as("(6)").isCloseTo(dot(released, released), within(1e-9));
            assertThat(norm(released)).as("(7)").isLessThanOrEqualTo(8.0 / m);
            Aggregation aggregation = update(Flag.paper().withDimension(m), rows).aggregation();
            double[] sum = new double[20];
            for (int i = 0; i < 8; i++) {
                int row = i;
                Arrays.setAll(sum, j -> sum[j] + aggregation.coefficients()[row] * rows[row][j]);
            }
            assertThat(apart(sum, d)).as("(9), (15)").isLessThan(1e-9);
        }
        assertThat(update(Flag.paper().withDimension(8), rows).aggregation().coefficients()).as("(15)").usingComparatorWithPrecision(1e-9)
            .containsExactly(scaled(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, 1.0 / 8));
    }

    @Test
    void projectedAgainNothingChanges() {
        double[][] rows = random(11, 7, 10);
        Flag flag = Flag.paper().withDimension(2).withIterations(3);
        SvdFlag oracle = new SvdFlag(rows, flag);
        oracle.direction();
        double[][] projected = Arrays.stream(rows).map(oracle::projected).toArray(double[][]::new);
        Findings again = update(flag, projected).aggregation().findings();
        assertThat(again.quality()).as("(8)").usingComparatorWithPrecision(1e-9).containsExactly(1, 1, 1, 1, 1, 1, 1);
        assertThat(again.objective()[again.objective().length - 1]).as("(8)").isLessThan(1e-6);
    }

    @Test
    void copiesOfOneGradient() {
        double[] g = {3, -4, 12};
        double[][] rows = {g, g, g, g, g};
        assertThat(direction(Flag.paper(), rows)).as("(9)").usingComparatorWithPrecision(1e-12).containsExactly(g);
        assertThat(direction(Flag.released(), rows)).as("(9)").usingComparatorWithPrecision(1e-12).containsExactly(scaled(g, 5.0 / 3 / 13));
        assertThat(direction(Flag.paper(), new double[][] {g})).as("one worker").usingComparatorWithPrecision(1e-12).containsExactly(g);
        assertThat(direction(Flag.released().withIterations(5), new double[][] {g})).usingComparatorWithPrecision(1e-12).containsExactly(scaled(g, 1.0 / 13));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theObjectiveNeverRises(long seed) {
        double[][] rows = random(seed, 6 + (int) seed % 4, 5 + (int) seed);
        for (Flag flag : List.of(Flag.paper().withIterations(8), Flag.paper().withDimension(2).untilConverged())) {
            double[] v = new double[rows.length];
            double last = Double.POSITIVE_INFINITY;
            int steps = update(flag, rows).aggregation().findings().iterations();
            for (int t = 1; t <= Math.min(steps, 12); t++) {
                v = update(flag.withIterations(t), rows).aggregation().findings().quality();
                double smoothed = Arrays.stream(v).map(x -> Math.sqrt(Math.max(0, 1 - x) + 1e-7)).sum();
                assertThat(smoothed).as("(10) step %d", t).isLessThanOrEqualTo(last + 1e-9);
                last = smoothed;
            }
        }
        double before = Double.POSITIVE_INFINITY;
        for (int t = 1; t <= 5; t++) {
            double now = update(Flag.paper().withDimension(2).withPairs(PairWeights.PAPER, 2).withIterations(t), rows).aggregation().findings().numbers()
                .get("objective_with_pairs");
            assertThat(now).as("(10) with pairs").isLessThanOrEqualTo(before + 1e-4);
            before = now;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void oneStepIsPrincipalComponents(long seed) {
        double[][] rows = random(seed, 9, 14);
        double[][] products = new double[9][9];
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                products[i][j] = dot(rows[i], rows[j]);
            }
        }
        double[] eigenvalues = SymmetricEigen.of(new Gram(IntStream.range(0, 9).mapToObj(Integer::toString).toList(), products).cosines()).values();
        for (int m = 1; m <= 9; m++) {
            Findings findings = update(Flag.released().withDimension(m), rows).aggregation().findings();
            assertThat(Arrays.stream(findings.quality()).sum()).as("(11)").isCloseTo(Arrays.stream(eigenvalues, 0, m).sum(), within(1e-9));
            assertThat(findings.numbers().get("gap")).isCloseTo(m == 9 ? Double.POSITIVE_INFINITY : eigenvalues[m - 1] / eigenvalues[m], within(1e-9));
            assertThat(findings.numbers().get("rank")).isEqualTo(9);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void innerProductsGiveWhatTheDecompositionGives(long seed) {
        double[][] rows = random(seed, 7, 15);
        rows[2] = scaled(rows[2], 50);
        rows[5] = new double[15];
        for (PairWeights weights : PairWeights.values()) {
            for (double lambda : new double[] {0, 4, 16}) {
                for (Combine combine : Combine.values()) {
                    for (int m : new int[] {1, 3, 4}) {
                        Flag flag = Flag.paper().with(combine).withPairs(weights, lambda).withDimension(m).withIterations(seed % 2 == 0 ? 1 : 3);
                        Matrices.Update update = update(flag, rows);
                        SvdFlag oracle = new SvdFlag(rows, flag);
                        double[] expected = oracle.direction();
                        assertThat(apart(update.direction(), expected)).as("(13) %s", flag).isLessThan(1e-9);
                        assertThat(update.aggregation().findings().quality()).usingComparatorWithPrecision(1e-8).containsExactly(oracle.quality);
                        assertThat(update.aggregation().findings().objective()).usingComparatorWithPrecision(1e-8)
                            .containsExactly(oracle.objective.stream().mapToDouble(x -> x).toArray());
                    }
                }
            }
        }
    }

    /** Equal norms, all pairs of cosine ρ: one common axis and one of each worker's own. */
    private static double[][] equicorrelated(int p, double rho) {
        double[][] rows = new double[p][p + 1];
        for (int i = 0; i < p; i++) {
            rows[i][0] = Math.sqrt(rho);
            rows[i][i + 1] = Math.sqrt(1 - rho);
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3})
    void aboveAThresholdLambdaRemovesWhatWorkersHaveInCommon(double rho) {
        double[][] rows = equicorrelated(8, rho);
        double paper = 7 * rho;
        double released = 56 * Math.sqrt(rho / (1 - rho) / 2);
        for (PairWeights weights : PairWeights.values()) {
            double threshold = weights == PairWeights.PAPER ? paper : released;
            Flag flag = Flag.paper().withDimension(3).withIterations(1);
            double[] below = direction(flag.withPairs(weights, 0.95 * threshold), rows);
            Matrices.Update above = update(flag.withPairs(weights, 1.05 * threshold), rows);
            double common = Math.sqrt(rho);
            assertThat(below[0]).as("(16) the common direction stays").isCloseTo(common, within(1e-6));
            assertThat(norm(above.direction()) / norm(mean(rows))).as("(16)").isLessThan(1e-6);
            assertThat(above.aggregation().findings().warnings()).anyMatch(w -> w.startsWith("lambda"));
            assertThat(update(flag.withPairs(weights, 0.95 * threshold), rows).aggregation().findings().warnings()).noneMatch(w -> w.startsWith("lambda"));
        }
    }

    /** Honest workers and attackers in orthogonal groups of equal cosines. */
    private static double[][] groups(int h, double rho, int f, double rhoB) {
        double[][] rows = new double[h + f][h + f + 2];
        for (int i = 0; i < h + f; i++) {
            boolean honest = i < h;
            rows[i][honest ? 0 : h + 1] = Math.sqrt(honest ? rho : rhoB);
            rows[i][honest ? i + 1 : i + 2] = Math.sqrt(1 - (honest ? rho : rhoB));
        }
        return rows;
    }

    @Test
    void aColludingGroupIsKeptByEveryDimensionAboveOne() {
        double[][] rows = groups(12, 0.1, 3, 0.75);
        double[] sum = scaled(mean(Arrays.copyOf(rows, 12)), 12);
        for (int m : new int[] {2, 5, 8, 14}) {
            double[] d = direction(Flag.released().withDimension(m), rows);
            assertThat(apart(d, scaled(direction("normmean", rows), 15.0 / m))).as("(17)").isLessThan(1e-9);
            assertThat(apart(d, direction("normmean(m=" + m + ")", rows))).isLessThan(1e-9);
            assertThat(Matrices.cosine(d, sum)).as("(17)").isCloseTo(Math.sqrt(25.2 / 32.7), within(1e-12));
        }
        assertThat(Matrices.cosine(direction(Flag.released().withDimension(1), rows), sum)).as("(h−1)ρ = 1.1 < 1.5: the attackers win").isCloseTo(0, within(1e-9));
        assertThat(Matrices.cosine(direction(Flag.released().withDimension(1), groups(12, 0.2, 3, 0.75)), scaled(mean(Arrays.copyOf(groups(12, 0.2, 3, 0.75), 12)), 12)))
            .as("2.2 > 1.5: they lose").isCloseTo(1, within(1e-9));
    }

    @Test
    void atTheFixedPointTheSubspaceIsThatOfItsOwnWeights() {
        double[][] rows = random(5, 6, 8);
        Flag flag = Flag.paper().withDimension(2);
        Findings end = update(flag.untilConverged(), rows).aggregation().findings();
        double[] v = end.quality();
        double[] further = update(flag.withIterations(end.iterations() + 1), rows).aggregation().findings().quality();
        assertThat(further).as("(18)").usingComparatorWithPrecision(1e-3).containsExactly(v);
        assertThat(Arrays.stream(v).filter(x -> x > 0.99).count()).as("(18) m − 1 or m workers are explained whole").isBetween(1L, 2L);
    }
}
