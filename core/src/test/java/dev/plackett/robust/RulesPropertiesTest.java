package dev.plackett.robust;

import static dev.plackett.robust.Matrices.apart;
import static dev.plackett.robust.Matrices.direction;
import static dev.plackett.robust.Matrices.random;
import static dev.plackett.robust.Matrices.scaled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.tensor.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for rules on any gradients, and each rule beside the plainest form of itself. */
class RulesPropertiesTest {

    private static final List<String> GRAM = List.of("mean", "krum(f=2)", "multikrum(f=2)", "multikrum(f=2, variant=garfield)", "multikrum(f=3, variant=byzfl)", "mda(f=2)",
        "smea(f=2)", "caf(f=2)", "geomed(relative=true)", "cge(f=2)", "normmean", "flag", "nnm(f=2) > mean", "arc(f=2) > mean",
        "clip(c=1, relative=true) > flag(combine=paper)");
    private static final List<String> COORDINATE = List.of("median", "median(median=mid)", "trmean(f=2)", "meamed(f=2)", "phocas(f=2)", "signmaj", "aksel(f=2)", "bulyan(f=2)",
        "bulyan(f=2, variant=garfield)");

    private static List<String> all() {
        List<String> all = new ArrayList<>(GRAM);
        all.addAll(COORDINATE);
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theOrderOfWorkersDoesNotMatter(long seed) {
        double[][] rows = random(seed, 11, 9);
        int[] order = Seeds.of(seed).permutation(11);
        for (String rule : all()) {
            // Choices of one diameter, and candidates that are each other's nearest, tie on any data; then the lower worker wins.
            if (!rule.equals("mda(f=2)") && !rule.equals("bulyan(f=2)")) {
                assertThat(apart(direction(rule, Matrices.permuted(rows, order)), direction(rule, rows))).as(rule).isLessThan(1e-9);
            }
        }
        assertThat(diameter(Matrices.permuted(rows, order))).isCloseTo(diameter(rows), within(1e-9));
    }

    private static double diameter(double[][] rows) {
        return Matrices.update(Aggregator.minimumDiameter(2), rows).aggregation().findings().numbers().get("diameter");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rulesOfInnerProductsKnowNoAxes(long seed) {
        double[][] rows = random(seed, 11, 9);
        for (String rule : GRAM) {
            double[][] together = Arrays.copyOf(rows, 12);
            together[11] = direction(rule, rows);
            double[][] turned = Matrices.turned(together, seed);
            assertThat(apart(direction(rule, Arrays.copyOf(turned, 11)), turned[11])).as(rule).isLessThan(1e-9);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 1e-6, 1e9})
    void scale(double c) {
        double[][] rows = random(6, 11, 9);
        for (String rule : all()) {
            boolean bounded = rule.equals("normmean") || rule.equals("signmaj") || rule.equals("flag");
            double[] expected = scaled(direction(rule, rows), bounded ? Math.signum(c) : c);
            assertThat(apart(direction(rule, Matrices.map(rows, x -> c * x)), expected)).as(rule).isLessThan(1e-9);
        }
    }

    @Test
    void gradientsThatAreAllTheSameAreTheUpdate() {
        double[] g = {1, -2, 0, 3};
        double[][] rows = new double[11][];
        Arrays.fill(rows, g);
        for (String rule : all()) {
            double[] expected = switch (rule) {
                case "normmean" -> scaled(g, 1 / Matrices.norm(g));
                case "signmaj" -> new double[] {1, -1, 0, 1};
                case "flag" -> scaled(g, 11.0 / 6 / Matrices.norm(g));
                default -> g;
            };
            assertThat(direction(rule, rows)).as(rule).usingComparatorWithPrecision(1e-9).containsExactly(expected);
            double[][] zeros = new double[11][4];
            assertThat(direction(rule, zeros)).as(rule).containsOnly(0);
        }
    }

    /** The honest gradients point one way, the attackers another, far away. */
    @ParameterizedTest
    @CsvSource({"median", "trmean(f=3)", "meamed(f=3)", "phocas(f=3)", "krum(f=3)", "multikrum(f=3)", "mda(f=3)", "caf(f=3)", "geomed(iterations=50)", "cge(f=3)",
        "aksel(f=3)", "bulyan(f=3)", "nnm(f=3) > krum(f=3)"})
    void farAwayAttackersAreLeftOut(String rule) {
        double[][] rows = random(9, 15, 30);
        double[] honest = Matrices.mean(Arrays.copyOf(rows, 12));
        for (int i = 12; i < 15; i++) {
            Arrays.fill(rows[i], 1e6);
        }
        assertThat(Matrices.cosine(direction(rule, rows), honest)).as(rule).isGreaterThan(0.5);
        assertThat(Matrices.cosine(direction("mean", rows), honest)).isLessThan(0.5);
    }

    // The plainest forms, one column at a time.

    private static double[] byColumn(double[][] rows, ToDoubleFunction<double[]> rule) {
        return IntStream.range(0, rows[0].length).mapToDouble(j -> rule.applyAsDouble(Arrays.stream(rows).mapToDouble(r -> r[j]).toArray())).toArray();
    }

    private static double[] sorted(double[] x) {
        double[] out = x.clone();
        Arrays.sort(out);
        return out;
    }

    private static double trimmed(double[] x, int f) {
        return Arrays.stream(sorted(x), f, x.length - f).average().orElseThrow();
    }

    private static double near(double[] x, double centre, int k) {
        return IntStream.range(0, x.length).boxed().sorted(Comparator.comparingDouble(i -> Math.abs(x[i] - centre))).limit(k).mapToDouble(i -> x[i]).average()
            .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 31, 60})
    void coordinatesBesideTheirPlainestForm(int p) {
        SplittableRandom random = new SplittableRandom(p);
        for (boolean discrete : new boolean[] {false, true}) {
            double[][] rows = Matrices.map(new double[p][700], x -> discrete ? random.nextInt(7) - 3 : random.nextGaussian());
            assertThat(direction("median", rows)).containsExactly(byColumn(rows, x -> sorted(x)[(p - 1) / 2]));
            assertThat(direction("median(median=mid)", rows)).usingComparatorWithPrecision(1e-15)
                .containsExactly(byColumn(rows, x -> (sorted(x)[(p - 1) / 2] + sorted(x)[p / 2]) / 2));
            for (int f = 0; 2 * f < p && f < 5; f++) {
                int faulty = f;
                assertThat(direction("trmean(f=" + f + ")", rows)).usingComparatorWithPrecision(1e-12).containsExactly(byColumn(rows, x -> trimmed(x, faulty)));
                assertThat(direction("meamed(f=" + f + ")", rows)).usingComparatorWithPrecision(1e-12)
                    .containsExactly(byColumn(rows, x -> near(x, sorted(x)[(p - 1) / 2], p - faulty)));
                if (!discrete) {
                    // A mean of integers is rounded one way or the other, and with it the nearest of two that are equally near.
                    assertThat(direction("phocas(f=" + f + ")", rows)).usingComparatorWithPrecision(1e-12)
                        .containsExactly(byColumn(rows, x -> near(x, trimmed(x, faulty), p - faulty)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void krumAndBulyanBesideTheirPlainestForm(long seed) {
        int p = 11;
        int f = 2;
        double[][] rows = random(seed, p, 6);
        List<Integer> left = new ArrayList<>(IntStream.range(0, p).boxed().toList());
        List<double[]> chosen = new ArrayList<>();
        while (chosen.size() < p - 2 * f) {
            int best = left.stream().min(Comparator.comparingDouble(i -> left.stream().filter(j -> !j.equals(i)).mapToDouble(j -> squared(rows[i], rows[j])).sorted()
                .limit(Math.max(1, left.size() - f - 2)).sum())).orElseThrow();
            chosen.add(rows[best]);
            left.remove((Integer) best);
        }
        assertThat(direction("krum(f=2)", rows)).containsExactly(chosen.get(0));
        double[][] candidates = chosen.toArray(double[][]::new);
        assertThat(direction("bulyan(f=2)", rows)).usingComparatorWithPrecision(1e-12)
            .containsExactly(byColumn(candidates, x -> near(x, sorted(x)[3], p - 4 * f)));
    }

    private static double squared(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(j -> (a[j] - b[j]) * (a[j] - b[j])).sum();
    }

    @Test
    void centeredClippingRemembersItsLastUpdateAndMedianCondensesWithSeeds() {
        double[][] rows = random(3, 6, 8);
        Aggregator clipping = Aggregator.centeredClipping(0.5);
        Matrices.Update first = Matrices.update(clipping, rows);
        Matrices.Update second = Matrices.update(clipping, rows, first.aggregation().next());
        double[] expected = first.direction().clone();
        for (double[] row : rows) {
            double[] difference = new double[8];
            Arrays.setAll(difference, j -> row[j] - first.direction()[j]);
            double share = Math.min(1, 0.5 / Matrices.norm(difference)) / 6;
            Arrays.setAll(expected, j -> expected[j] + share * difference[j]);
        }
        assertThat(second.direction()).usingComparatorWithPrecision(1e-12).containsExactly(expected);
        Matrices.Update chained = Matrices.update(Aggregator.named("nnm(f=0) > cclip(tau=0.5)"), rows);
        assertThat(chained.aggregation().next().values().keySet()).containsExactly("1/cclip.center");
        assertThat(Matrices.update(Aggregator.named("nnm(f=0) > cclip(tau=0.5)"), rows, chained.aggregation().next()).direction())
            .isNotEqualTo(chained.direction());
        Aggregator condense = Aggregator.named("condense(f=2, q=0.5, seed=4)");
        Matrices.Update once = Matrices.update(condense, rows);
        assertThat(Matrices.update(condense, rows).direction()).containsExactly(once.direction());
        assertThat(Matrices.update(condense, rows, once.aggregation().next()).direction()).isNotEqualTo(once.direction());
        double[] median = direction("median", rows);
        assertThat(IntStream.range(0, 8).allMatch(j -> once.direction()[j] == median[j] || once.direction()[j] == rows[0][j])).isTrue();
    }

    @Test
    void geometricMedianLowersItsObjective() {
        Findings findings = Matrices.update(Aggregator.named("geomed(nu=1e-6, iterations=30)"), random(4, 9, 5)).aggregation().findings();
        for (int t = 2; t < findings.objective().length; t++) {
            assertThat(findings.objective()[t]).isLessThanOrEqualTo(findings.objective()[t - 1] + 1e-12);
        }
    }

    @Test
    void boundsOfTheorems() {
        assertThat(Aggregator.krum(3).varianceBound(15).orElseThrow()).isCloseTo(0.128187, within(1e-6));
        assertThat(Aggregator.bulyan(3).varianceBound(15)).isEqualTo(Aggregator.multiKrum(3).varianceBound(15));
        assertThat(Theory.median(15, 3).orElseThrow()).isCloseTo(0.288675, within(1e-6));
        assertThat(Aggregator.minimumDiameter(3).varianceBound(15).orElseThrow()).isEqualTo(2);
        assertThat(Aggregator.mean().varianceBound(15)).isEmpty();
    }
}
