package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** SPPO specification, T10 and 8.1.14. */
class LengthControlledTest {

    private static final double[] BASELINE = {600, 859, 1118, 1377, 785, 1044, 1303, 711, 970, 1229, 637, 896, 1155, 1414, 822, 1081, 1340, 748, 1007, 1266};
    private static final double[] MODEL = {659, 1242, 818, 1401, 977, 553, 1136, 712, 1295, 871, 1454, 1030, 606, 1189, 765, 1348, 924, 500, 1083, 659};
    private static final double[] DIFFICULTY = {0.0, 0.94, 1.17, 0.51, -0.53, -1.17, -0.93, 0.02, 0.95, 1.16, 0.49, -0.55, -1.18, -0.91, 0.04, 0.96, 1.16,
        0.48, -0.57, -1.18};
    private static final double[] PREFERENCE = {0.62, 0.84, 0.26, 0.6, 0.62, 0.04, 0.08, 0.52, 0.88, 0.24, 0.8, 0.58, 0.05, 0.06, 0.38, 0.89, 0.28, 0.19,
        0.47, 0.07};
    private static final double[][] GAMED_DELTA = {
        {-1.1, -0.81, -0.95, -1.31, -1.37, -1.04, -0.8, -1.0, -1.35, -1.33, -0.97, -0.8, -1.07, -1.38, -1.28, -0.92, -0.82, -1.13, -1.4, -1.23},
        {0.85, 0.88, 1.23, 1.39, 1.12, 0.82, 0.92, 1.29, 1.38, 1.06, 0.8, 0.98, 1.33, 1.34, 1.0, 0.8, 1.04, 1.37, 1.3, 0.94}};
    private static final double[][] GAMED_PREFERENCE = {
        {0.78, 0.81, 0.75, 0.81, 0.83, 0.69, 0.72, 0.81, 0.78, 0.83, 0.82, 0.67, 0.75, 0.82, 0.75, 0.79, 0.82, 0.75, 0.8, 0.8},
        {0.3, 0.28, 0.19, 0.25, 0.2, 0.18, 0.26, 0.2, 0.18, 0.31, 0.27, 0.18, 0.21, 0.18, 0.19, 0.34, 0.26, 0.17, 0.23, 0.2}};

    private static List<LengthControlled.Comparison> comparisons() {
        return IntStream.range(0, 20).mapToObj(i -> new LengthControlled.Comparison(BASELINE[i], MODEL[i], PREFERENCE[i], DIFFICULTY[i])).toList();
    }

    private static List<LengthControlled.Gamed> gamed() {
        List<LengthControlled.Gamed> out = new ArrayList<>();
        for (int g = 0; g < 2; g++) {
            for (int i = 0; i < 20; i++) {
                out.add(new LengthControlled.Gamed(GAMED_DELTA[g][i], DIFFICULTY[i], GAMED_PREFERENCE[g][i]));
            }
        }
        return out;
    }

    private static void check(LengthControlled found, double phi, double psi, double theta, double winRate, double standardError) {
        check("phi", found.phi(), phi);
        check("psi", found.psi(), psi);
        check("theta", found.theta(), theta);
        check("win rate", found.winRate(), winRate);
        check("standard error", found.standardError(), standardError);
        check("raw", found.raw().mean(), 42.35);
        check("raw standard error", found.raw().standardError(), 6.65830506329);
        check("scale", found.lengthScale(), 358.078497716);
    }

    private static void check(String what, double found, double expected) {
        assertThat(found).as(what).isCloseTo(expected, within(Math.max(1e-9, 1e-6 * Math.abs(expected))));
    }

    @Test
    void t10aPreferences() {
        assertThat(AlpacaPreference.of(OptionalDouble.of(-4.048847), OptionalDouble.of(-0.017597131), false)).isCloseTo(1.98255751302, within(1e-8));
        assertThat(AlpacaPreference.of(OptionalDouble.of(-0.105360516), OptionalDouble.of(-2.302585093), true)).isCloseTo(1.89999999997, within(1e-8));
        assertThat(AlpacaPreference.of(OptionalDouble.empty(), OptionalDouble.of(-0.01), false)).isEqualTo(2);
        assertThat(AlpacaPreference.of(OptionalDouble.of(-0.02), OptionalDouble.empty(), true)).isEqualTo(2);
        assertThat(AlpacaPreference.of(OptionalDouble.empty(), OptionalDouble.empty(), true)).isNaN();
        assertThat(AlpacaPreference.of(OptionalDouble.of(-1e4), OptionalDouble.of(-1e4), false)).isEqualTo(1.5);
    }

    @Test
    void t10bFull() {
        check(LengthControlled.full(comparisons(), gamed(), 1), -1.41400918864, 0.194036758169, 0, 50.2080500527, 0.935130734911);
        check(LengthControlled.full(comparisons(), gamed(), 100), -1.97585815752, 0.572715579665, -0.216516693444, 45.4978427785, 2.66244292154);
    }

    @Test
    void t10cMinimal() {
        check(LengthControlled.minimal(comparisons(), 1), -1.41980823876, 0, 0, 50, 0);
        check(LengthControlled.minimal(comparisons(), 100), -2.1788411995, 0, -0.159458448313, 46.0219643472, 0);
    }

    /** The tool's choice of C has other folds; its solver stops early. Its result is within the tolerance that the specification allows. */
    @Test
    void crossValidationComesCloseToTheTool() {
        LengthControlled full = LengthControlled.full(comparisons(), gamed());
        assertThat(full.c()).isCloseTo(1e4, within(1e-6));
        assertThat(full.phi()).isCloseTo(-1.98344786281, within(5e-3));
        assertThat(full.psi()).isCloseTo(0.578165120023, within(5e-3));
        assertThat(full.theta()).isCloseTo(-0.219808093668, within(5e-3));
        assertThat(LengthControlled.minimal(comparisons()).winRate()).isCloseTo(46.2604378652, within(0.5));
    }

    /** 8.1.14. */
    @Test
    void symmetries() {
        LengthControlled one = LengthControlled.full(comparisons(), gamed(), 100);
        LengthControlled other = LengthControlled.full(comparisons(), gamed(), 3);
        assertThat(one.against(other, DIFFICULTY) + other.against(one, DIFFICULTY)).isCloseTo(100, within(1e-12));
        assertThat(one.against(one, DIFFICULTY)).isEqualTo(50);
        List<LengthControlled.Comparison> swapped = comparisons().stream()
            .map(c -> LengthControlled.Comparison.of(c.modelLength(), c.baselineLength(), 1 - c.preference())).toList();
        assertThat(LengthControlled.minimal(swapped, 100).winRate() + LengthControlled.minimal(comparisons(), 100).winRate()).isCloseTo(100, within(1e-9));
        LengthControlled equalLengths = LengthControlled.minimal(comparisons().stream()
            .map(c -> LengthControlled.Comparison.of(700, 700, c.preference())).toList(), 1e8);
        assertThat(equalLengths.phi()).isZero();
        assertThat(equalLengths.winRate()).isCloseTo(equalLengths.raw().mean(), within(1e-5));
    }

    /** At the optimum each derivative of the likelihood is −sign(w), or within [−1, 1] where w is 0. */
    @Test
    void optimalityConditionsHoldOnRandomProblems() {
        for (long seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int n = 30;
            double[][] x = IntStream.range(0, n).mapToObj(i -> random.doubles(3, -2, 2).toArray()).toArray(double[][]::new);
            double[] label = random.doubles(n).toArray();
            double[] weight = random.doubles(n, 0.1, 1).toArray();
            double c = Math.pow(10, 4 * random.nextDouble() - 2);
            double[] w = new SoftLogistic(x, label, weight).fit(c);
            for (int j = 0; j < 3; j++) {
                double slope = 0;
                for (int i = 0; i < n; i++) {
                    slope += c * weight[i] * (1 / (1 + Math.exp(-SoftLogistic.product(x[i], w))) - label[i]) * x[i][j];
                }
                if (w[j] == 0) {
                    assertThat(Math.abs(slope)).as("seed " + seed).isLessThanOrEqualTo(1);
                } else {
                    assertThat(slope).as("seed " + seed).isCloseTo(-Math.signum(w[j]), within(1e-10 * Math.max(1, c)));
                }
            }
        }
    }

    @Test
    void missingPreferencesAreLeftOutOfTheFitButPredicted() {
        List<LengthControlled.Comparison> some = new ArrayList<>(comparisons());
        some.add(new LengthControlled.Comparison(900, 900, Double.NaN, 3));
        LengthControlled found = LengthControlled.full(some, gamed(), 100);
        assertThat(found.raw().n()).isEqualTo(20);
        assertThat(found.winRate()).isGreaterThan(45.6);
        assertThatThrownBy(() -> LengthControlled.minimal(some.subList(20, 21))).hasMessageContaining("found 0 of 1");
        assertThatThrownBy(() -> LengthControlled.minimal(List.of(LengthControlled.Comparison.of(1, 2, 1.5), LengthControlled.Comparison.of(1, 2, 1))))
            .hasMessageContaining("a preference is 1.5");
    }

    @Test
    void largeCorrectionsAreWarnedOf() {
        Estimate raw = new Estimate(20, 1, 100);
        assertThat(new LengthControlled(31, 1, raw, 1, 0, 0, 0, 1).warning()).isEmpty();
        assertThat(new LengthControlled(41, 1, raw, 1, 0, 0, 0, 1).warning()).hasValueSatisfying(w -> assertThat(w).contains("41.0").contains("10.0 to 40.0"));
    }
}
