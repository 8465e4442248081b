package dev.plackett.data.points;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.tensor.Seeds;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlanarSetTest {

    /** Half the side of the square that everything is integrated over. */
    private static final double REACH = 7;

    static Stream<PlanarSet> sets() {
        return PlanarSet.all().stream();
    }

    private static double[] massAndEntropy(PlanarSet set, int cells) {
        double h = 2 * REACH / cells;
        double mass = 0;
        double entropy = 0;
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double log = set.logDensity(-REACH + (i + 0.5) * h, -REACH + (j + 0.5) * h);
                double p = Math.exp(log) * h * h;
                mass += p;
                entropy -= p > 0 ? p * log : 0;
            }
        }
        return new double[] {mass, entropy};
    }

    @ParameterizedTest
    @MethodSource("sets")
    void densitiesIntegrateToOne(PlanarSet set) {
        assertThat(massAndEntropy(set, 280)[0]).isCloseTo(1, within(2e-3));
    }

    /** Entropies of the specification, 6.2. */
    @Test
    void entropies() {
        assertThat(massAndEntropy(EightGaussians.usual(), 560)[1]).isCloseTo(2.8319, within(5e-5));
        assertThat(massAndEntropy(Rings.usual(), 560)[1]).isCloseTo(2.623, within(5e-4));
        assertThat(massAndEntropy(new Checkerboard(), 560)[1]).isCloseTo(Math.log(32), within(1e-9));
    }

    @Test
    void gaussAndLegendre() {
        for (int power = 0; power < 20; power++) {
            double sum = 0;
            for (double[] node : GaussLegendre.TEN) {
                sum += node[1] * Math.pow(node[0], power);
            }
            assertThat(sum).as("x to the %d", power).isCloseTo(power % 2 == 0 ? 2.0 / (power + 1) : 0, within(1e-14));
        }
    }

    /** Near the outer end of a spiral, where it stops at once, against a sum over very many nodes. */
    @Test
    void spiralsEndExactly() {
        double[] end = {3.3, 0.05};
        int n = 400_000;
        double sum = 0;
        double sd = 0.1;
        for (int i = 0; i < n; i++) {
            double t = 3 * Math.PI * Math.sqrt((i + 0.5) / n);
            for (int sign = -1; sign <= 1; sign += 2) {
                double u = (sign * end[0] + t * Math.cos(t) / 3) / sd;
                double v = (sign * end[1] - t * Math.sin(t) / 3) / sd;
                double w = 1 / 6.0 / sd;
                sum += Math.exp(NormalTail.logInterval(u - w, u) + NormalTail.logInterval(v - w, v)) * 36 / 2 / n;
            }
        }
        assertThat(TwoSpirals.usual().logDensity(end[0], end[1])).isCloseTo(Math.log(sum), within(1e-6));
    }

    /** What is drawn is what the density says: the mean of the log-density over draws is the entropy. */
    @ParameterizedTest
    @MethodSource("sets")
    void drawsHaveTheDensity(PlanarSet set) {
        int n = 4000;
        Points points = set.sample(n, Seeds.of(3));
        double nll = set.negativeLogLikelihood(points);
        double entropy = massAndEntropy(set, 280)[1];
        assertThat(nll).isCloseTo(entropy, within(5 * 1.2 / Math.sqrt(n)));
        double inside = 0;
        double expected = 0;
        for (int i = 0; i < n; i++) {
            inside += points.row(i)[0] > 0 && points.row(i)[1] > 0 && Math.hypot(points.row(i)[0], points.row(i)[1]) < 2.5 ? 1.0 / n : 0;
        }
        double h = 0.02;
        for (double x = h / 2; x < 2.5; x += h) {
            for (double y = h / 2; x * x + y * y < 6.25; y += h) {
                expected += Math.exp(set.logDensity(x, y)) * h * h;
            }
        }
        assertThat(inside).isCloseTo(expected, within(5 * 0.5 / Math.sqrt(n)));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void fewerPointsAreTheFirstOfMore(PlanarSet set) {
        assertThat(set.sample(5, Seeds.of(1)).values()).containsExactly(set.sample(9, Seeds.of(1)).slice(0, 5).values());
        assertThat(set.sample(5, Seeds.of(1)).values()).isNotEqualTo(set.sample(5, Seeds.of(2)).values());
        assertThat(set.sample(0, Seeds.of(1)).rows()).isZero();
    }

    /** log(e⁻ᶻI₀(z)) by both series where they meet, and against values of tables. */
    @Test
    void bessel() {
        assertThat(Rings.logScaledBessel(0)).isZero();
        assertThat(Rings.logScaledBessel(1)).isCloseTo(Math.log(1.2660658777520084) - 1, within(1e-14));
        assertThat(Rings.logScaledBessel(10)).isCloseTo(Math.log(2815.716628466254) - 10, within(1e-13));
        assertThat(Rings.logScaledBessel(30)).isCloseTo(Rings.logScaledBessel(29.999999999), within(1e-9));
        assertThat(Rings.logScaledBessel(1e8)).isFinite();
    }

    @Test
    void normalTails() {
        assertThat(NormalTail.log(0)).isCloseTo(Math.log(0.5), within(1e-15));
        assertThat(NormalTail.log(1)).isCloseTo(Math.log(0.15865525393145707), within(1e-14));
        assertThat(NormalTail.log(3)).isCloseTo(NormalTail.log(3.0000000001), within(1e-9));
        assertThat(NormalTail.log(10)).isCloseTo(Math.log(7.619853024160525e-24), within(1e-12));
        assertThat(NormalTail.logInterval(-1, 1)).isCloseTo(Math.log(0.6826894921370859), within(1e-14));
        assertThat(NormalTail.logInterval(-3, -2)).isCloseTo(NormalTail.logInterval(2, 3), within(1e-15));
        assertThat(NormalTail.logInterval(100, 101)).isFinite();
    }

    @Test
    void namesAndErrors() {
        assertThat(PlanarSet.named("rings")).isEqualTo(Rings.usual());
        assertThatThrownBy(() -> PlanarSet.named("ring")).hasMessageContaining("did you mean 'rings'");
        assertThatThrownBy(() -> Rings.usual().sample(-1, Seeds.of(0))).hasMessageContaining("-1 points");
        assertThat(new Checkerboard().logDensity(100, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    }
}
