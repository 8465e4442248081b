package dev.plackett.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BetaDistributionTest {

    @Test
    void gammaFunctions() {
        assertThat(Gamma.log(0.5)).isCloseTo(0.5 * Math.log(Math.PI), within(1e-14));
        assertThat(Gamma.log(5)).isCloseTo(Math.log(24), within(1e-13));
        assertThat(Gamma.digamma(1)).isCloseTo(-0.57721566490153286, within(1e-14));
        assertThat(Gamma.digamma(0.5)).isCloseTo(-1.9635100260214235, within(1e-14));
        assertThat(Gamma.trigamma(1)).isCloseTo(Math.PI * Math.PI / 6, within(1e-14));
        assertThat(Gamma.trigamma(0.5)).isCloseTo(Math.PI * Math.PI / 2, within(1e-13));
        for (double x : new double[] {0.1, 2.7, 30, 400}) {
            assertThat(Gamma.digamma(x)).isCloseTo((Gamma.log(x * (1 + 1e-5)) - Gamma.log(x * (1 - 1e-5))) / (2e-5 * x), within(1e-6 * Math.max(1, 1 / x)));
        }
    }

    @Test
    void closedForms() {
        for (double x : new double[] {1e-6, 0.1, 0.5, 0.9, 1 - 1e-6}) {
            assertThat(BetaDistribution.PAPER.cumulative(x)).isCloseTo(1 - Math.sqrt(1 - x), within(1e-12));
            assertThat(new BetaDistribution(1, 1).cumulative(x)).isCloseTo(x, within(1e-12));
            assertThat(new BetaDistribution(0.5, 0.5).cumulative(x)).isCloseTo(2 / Math.PI * Math.asin(Math.sqrt(x)), within(1e-12));
            assertThat(new BetaDistribution(3, 1).cumulative(x)).isCloseTo(x * x * x, within(1e-12));
            assertThat(new BetaDistribution(22, 3.5).cumulative(x)).isCloseTo(1 - new BetaDistribution(3.5, 22).cumulative(1 - x), within(1e-12));
        }
        assertThat(BetaDistribution.PAPER.cumulative(0)).isZero();
        assertThat(BetaDistribution.PAPER.cumulative(1)).isEqualTo(1);
        assertThat(BetaDistribution.PAPER.negativeLogLikelihood(new double[] {0.75}, 0)).isCloseTo(Math.log(2) + 0.5 * Math.log(0.25), within(1e-14));
    }

    /** Beta(a, b) for whole numbers: the a-th smallest of a + b − 1 uniform numbers. */
    private static double[] draws(int a, int b, int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return IntStream.range(0, n).mapToDouble(i -> random.doubles(a + b - 1).sorted().skip(a - 1).findFirst().orElseThrow()).toArray();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 5", "22, 4", "1, 9", "60, 2"})
    void fitsFindTheDistributionThatNumbersCameFrom(int a, int b) {
        double[] v = draws(a, b, 4000, a * 100 + b);
        BetaDistribution fit = BetaDistribution.fit(v);
        assertThat(fit.alpha()).isCloseTo(a, within(0.1 * a));
        assertThat(fit.beta()).isCloseTo(b, within(0.1 * b));
        assertThat(fit.distance(v)).isLessThan(0.02);
        double best = fit.negativeLogLikelihood(v, 0);
        for (double[] near : new double[][] {{1.01, 1}, {0.99, 1}, {1, 1.01}, {1, 0.99}}) {
            assertThat(new BetaDistribution(fit.alpha() * near[0], fit.beta() * near[1]).negativeLogLikelihood(v, 0)).isGreaterThan(best);
        }
    }

    @Test
    void distances() {
        double[] regular = IntStream.range(0, 100).mapToDouble(i -> (i + 0.5) / 100).toArray();
        assertThat(new BetaDistribution(1, 1).distance(regular)).isCloseTo(0.005, within(1e-12));
        assertThat(new BetaDistribution(1, 1).distance(0.5)).isCloseTo(0.5, within(1e-12));
        // Draws of Beta(1, ½) by its inverse function.
        assertThat(BetaDistribution.PAPER.distance(Arrays.stream(regular).map(u -> 1 - (1 - u) * (1 - u)).toArray())).isCloseTo(0.005, within(1e-9));
    }

    @Test
    void extremesStayFinite() {
        assertThat(BetaDistribution.fit(1, 1, 0.5, 0.9).alpha()).isFinite();
        assertThat(BetaDistribution.fit(0, 1, 0, 1).beta()).isFinite();
        BetaDistribution narrow = BetaDistribution.fit(0.3, 0.3, 0.3);
        assertThat(narrow.alpha() / (narrow.alpha() + narrow.beta())).isCloseTo(0.3, within(1e-3));
        assertThatIllegalArgumentException().isThrownBy(() -> BetaDistribution.fit(0.5)).withMessageContaining("at least 2");
        assertThatIllegalArgumentException().isThrownBy(() -> BetaDistribution.fit(0.5, 3)).withMessageContaining("from 0 to 1, found 3.0");
        assertThatIllegalArgumentException().isThrownBy(() -> new BetaDistribution(0, 1)).withMessageContaining("above 0");
    }
}
