package dev.plackett.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.data.points.Rings;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class OtherDensitiesTest {

    @Test
    void box() {
        UniformBox box = new UniformBox(new double[] {-1, 0}, new double[] {1, 4});
        Densities.equalsFormula(box, x -> -Math.log(8));
        assertThat(Densities.log(box, new double[] {1, 4}, new double[] {1.001, 2}, new double[] {0, -1}))
            .containsExactly(-Math.log(8), Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
        Densities.isDensityOfItsDraws(UniformBox.cube(2, -2, 2), 4, 1e-9);
        try (Scope scope = Scope.open()) {
            UniformBox around = UniformBox.around(Points.of(new double[] {0, 1}, new double[] {2, 5}).tensor(), 0.5);
            assertThat(around.low()).containsExactly(-1, -1);
            assertThat(around.high()).containsExactly(3, 7);
            Tensor x = Points.of(new double[] {0, 1}).tensor().requires_grad_(true);
            box.logDensity(x).sum().backward();
            assertThat(Tensors.toDoubles(x.grad())).containsExactly(0, 0);
        }
        assertThatThrownBy(() -> new UniformBox(new double[] {1}, new double[] {1})).hasMessageContaining("goes from 1.0 to 1.0");
    }

    @Test
    void kernelsAreTheNaiveSum() {
        Points centres = Rings.usual().sample(40, Seeds.of(1));
        KernelDensity kde = new KernelDensity(centres, new double[] {0.3, 0.7});
        Densities.equalsFormula(kde, x -> {
            double sum = 0;
            for (int i = 0; i < 40; i++) {
                double a = (x[0] - centres.row(i)[0]) / 0.3;
                double b = (x[1] - centres.row(i)[1]) / 0.7;
                sum += Math.exp(-(a * a + b * b) / 2) / (2 * Math.PI * 0.3 * 0.7) / 40;
            }
            return Math.log(sum);
        });
        Densities.isDensityOfItsDraws(kde, 7, 1e-4);
        double[] own = new double[40];
        for (int i = 0; i < 40; i++) {
            int left = i;
            int[] others = java.util.stream.IntStream.range(0, 40).filter(j -> j != left).toArray();
            own[i] = Densities.log(new KernelDensity(centres.pick(others), kde.bandwidth()), centres.row(i))[0];
        }
        assertThat(kde.leaveOneOut()).isCloseTo(Arrays.stream(own).average().orElseThrow(), within(1e-8));
    }

    @Test
    void bandwidthsFollowTheData() {
        Points rings = Rings.usual().sample(1500, Seeds.of(2));
        KernelDensity fitted = KernelDensity.fitted(rings);
        Points fresh = Rings.usual().sample(1500, Seeds.of(3));
        try (Scope scope = Scope.open()) {
            assertThat(fitted.logDensity(fresh.tensor()).mean().item_double()).as("better than Scott's on fresh points")
                .isGreaterThan(KernelDensity.scott(rings).logDensity(fresh.tensor()).mean().item_double() + 0.1);
        }
        assertThat(KernelDensity.of(rings, 0.1).times(2).bandwidth()).containsExactly(0.2, 0.2);
        assertThat(Densities.log(fitted, new double[] {1e5, 1e5})[0]).isFinite();
        assertThatThrownBy(() -> KernelDensity.of(rings, 0)).hasMessageContaining("a bandwidth above 0");
    }

    @Test
    void defensiveMixtureBoundsWeights() {
        Density narrow = DiagonalGaussian.isotropic(new double[] {1, 1}, 0.3);
        Density wide = DiagonalGaussian.isotropic(new double[] {0, 0}, 2);
        DensityMixture mixture = DensityMixture.defensive(narrow, wide, 0.1);
        Densities.equalsFormula(mixture, x -> Math.log(0.9 * Math.exp(Densities.log(narrow, x)[0]) + 0.1 * Math.exp(Densities.log(wide, x)[0])));
        Densities.isDensityOfItsDraws(mixture, 12, 1e-3);
        Points far = Densities.draw(wide, 200, 1);
        try (Scope scope = Scope.open()) {
            double largest = wide.logDensity(far.tensor()).sub(mixture.logDensity(far.tensor())).max().item_double();
            assertThat(largest).isLessThanOrEqualTo(Math.log(10) + 1e-12);
        }
        // Zero in one part is no zero of the whole.
        assertThat(Densities.log(DensityMixture.defensive(UniformBox.cube(2, 0, 1), wide, 0.1), new double[] {3, 3})[0]).isFinite();
        assertThatThrownBy(() -> DensityMixture.defensive(narrow, DiagonalGaussian.standard(3), 0.1)).hasMessageContaining("dimensions 2 and 3");
    }

    /** The tables are counts, probabilities of all rows sum to one, and draws have them. */
    @Test
    void autoregressive() {
        Points rows = Points.of(new double[] {0, 1, 1}, new double[] {0, 1, 2}, new double[] {2, 2, 0}, new double[] {0, 0, 0});
        Autoregressive one = Autoregressive.fitted(rows, 3, 1, 0.5);
        assertThat(Densities.log(one, new double[] {0, 1, 2})[0]).isCloseTo(Math.log(3.5 / 5.5 * (2.5 / 4.5) * (1.5 / 3.5)), within(1e-14));
        for (int order = 0; order < 4; order++) {
            Autoregressive fit = Autoregressive.fitted(rows, 3, order, 0.25);
            double sum = 0;
            for (int i = 0; i < 27; i++) {
                sum += Math.exp(Densities.log(fit, new double[] {i / 9, i / 3 % 3, i % 3})[0]);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
        Points draws = Densities.draw(one, 20000, 1);
        double share = 0;
        for (int i = 0; i < 20000; i++) {
            share += Arrays.equals(draws.row(i), new double[] {0, 1, 2}) ? 1 / 20000.0 : 0;
        }
        assertThat(share).isCloseTo(3.5 / 5.5 * (2.5 / 4.5) * (1.5 / 3.5), within(0.015));
        // Without smoothing the whole context's table is the empirical distribution.
        Autoregressive exact = Autoregressive.fitted(rows, 3, 2, 0);
        assertThat(Densities.log(exact, new double[] {0, 1, 1}, new double[] {1, 1, 1}, new double[] {0.5, 1, 1}))
            .containsExactly(new double[] {Math.log(0.25), Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY}, within(1e-14));
        assertThatThrownBy(() -> Autoregressive.fitted(rows, 2, 1, 0)).hasMessageContaining("row 1, position 2: expected a symbol from 0 to 1, found 2.0");
        assertThatThrownBy(() -> Autoregressive.fitted(new Points(new double[30], 30), 256, 3, 0)).hasMessageContaining("take a lower order");
    }

    @Test
    void zerosAtDataAreNamed() {
        try (Scope scope = Scope.open()) {
            UniformBox box = UniformBox.cube(2, 0, 1);
            Tensor x = Points.of(new double[] {0.5, 0.5}, new double[] {2, 0.5}, new double[] {0.1, 0.1}, new double[] {3, 3}).tensor();
            assertThatThrownBy(() -> SupportCheck.require(box, x)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the noise density is zero at 2 of 4 rows: 1, 3: the likelihood has no maximum there").hasMessageContaining("defensive");
            assertThat(SupportCheck.require(box, x.narrow(0, 0, 1))).containsExactly(0);
            Tensor broken = Points.of(new double[] {0.5, Double.POSITIVE_INFINITY}).tensor();
            assertThatThrownBy(() -> SupportCheck.require(box, broken)).hasMessageContaining("numbers that are not finite in row 0");
            assertThatThrownBy(() -> SupportCheck.require(p -> p.select(1, 0).mul(Tensors.scalar(Double.NaN)), x)).hasMessageContaining("is no number at 4 of 4 rows");
            double[] many = new double[40];
            Arrays.fill(many, 5);
            assertThatThrownBy(() -> SupportCheck.require(box, new Points(many, 2).tensor())).hasMessageContaining("0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …");
        }
    }
}
