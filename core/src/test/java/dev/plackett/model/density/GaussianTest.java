package dev.plackett.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class GaussianTest {

    private static final double[][] COVARIANCE = {{2, 0.6}, {0.6, 0.5}};
    private static final FullGaussian FULL = FullGaussian.of(new double[] {1, -2}, COVARIANCE);

    private static double formula(double[] x) {
        double a = x[0] - 1;
        double b = x[1] + 2;
        double det = 2 * 0.5 - 0.36;
        return -0.5 * (0.5 * a * a - 1.2 * a * b + 2 * b * b) / det - Math.log(2 * Math.PI) - 0.5 * Math.log(det);
    }

    @Test
    void closedForms() {
        Densities.equalsFormula(FULL, GaussianTest::formula);
        Densities.isDensityOfItsDraws(FULL, 10, 1e-4);
        DiagonalGaussian diagonal = new DiagonalGaussian(new double[] {1, -2}, new double[] {2, 0.5});
        Densities.equalsFormula(diagonal, x -> -Math.pow((x[0] - 1) / 2, 2) / 2 - Math.pow((x[1] + 2) / 0.5, 2) / 2 - Math.log(2 * Math.PI));
        Densities.isDensityOfItsDraws(diagonal, 12, 1e-4);
        assertThat(Densities.log(DiagonalGaussian.standard(3), new double[3])[0]).isCloseTo(-1.5 * Math.log(2 * Math.PI), within(1e-14));
    }

    @Test
    void fittedToItsMomentsAndWidened() {
        Points points = Densities.draw(FULL, 20000, 1);
        try (Scope scope = Scope.open()) {
            FullGaussian fitted = FullGaussian.fitted(points.tensor(), 0);
            assertThat(fitted.mean()[0]).isCloseTo(1, within(0.05));
            assertThat(fitted.factor()[1][0] * fitted.factor()[0][0]).as("covariance").isCloseTo(0.6, within(0.03));
            // The likeliest Gaussian is likelier than the true one, and than its neighbours.
            double own = mean(fitted, points);
            assertThat(own).isGreaterThan(mean(FULL, points)).isGreaterThan(mean(fitted.inflated(1.02), points)).isGreaterThan(mean(fitted.moved(0.02, 0), points));
            FullGaussian wide = fitted.inflated(4);
            assertThat(wide.factor()[0][0]).isCloseTo(2 * fitted.factor()[0][0], within(1e-12));
            DiagonalGaussian diagonal = DiagonalGaussian.fitted(points.tensor(), 0.1);
            assertThat(diagonal.deviation()[1]).isCloseTo(Math.sqrt(0.6), within(0.02));
            assertThat(diagonal.inflated(4).deviation()[1]).isCloseTo(2 * diagonal.deviation()[1], within(1e-12));
        }
    }

    private static double mean(Density density, Points points) {
        try (Scope scope = Scope.open()) {
            return density.logDensity(points.tensor()).mean().item_double();
        }
    }

    /** The gradient with respect to points is −Σ⁻¹(x − μ). */
    @Test
    void gradientsReachThePoints() {
        try (Scope scope = Scope.open()) {
            Tensor x = Points.of(new double[] {3, 1}).tensor().requires_grad_(true);
            FULL.logDensity(x).sum().backward();
            double[] gradient = Tensors.toDoubles(x.grad());
            double h = 1e-5;
            for (int j = 0; j < 2; j++) {
                double[] up = {3 + (j == 0 ? h : 0), 1 + (j == 1 ? h : 0)};
                double[] down = {3 - (j == 0 ? h : 0), 1 - (j == 1 ? h : 0)};
                assertThat(gradient[j]).isCloseTo((formula(up) - formula(down)) / (2 * h), within(1e-7));
            }
        }
    }

    @Test
    void fewerDrawsAreTheFirstOfMore() {
        double[] five = Densities.draw(FULL, 5, 3).values();
        assertThat(Densities.draw(FULL, 9, 3).slice(0, 5).values()).containsExactly(five);
        assertThat(Densities.draw(FULL, 5, 4).values()).isNotEqualTo(five);
    }

    @Test
    void farOutAndManyRows() {
        assertThat(Densities.log(FULL, new double[] {1e6, -1e6})[0]).isFinite().isLessThan(-1e11);
        assertThat(Densities.log(FULL, new double[] {1e200, 0})[0]).isEqualTo(Double.NEGATIVE_INFINITY);
        try (Scope scope = Scope.open()) {
            // More rows than one chunk holds.
            Tensor x = FULL.sample(1_500_000, Seeds.of(1));
            Tensor log = FULL.logDensity(x);
            assertThat(log.size(0)).isEqualTo(1_500_000);
            assertThat(Tensors.toDoubles(log.narrow(0, 1_499_990, 10))).containsExactly(Tensors.toDoubles(FULL.logDensity(x.narrow(0, 1_499_990, 10))),
                within(1e-12));
            assertThat(torch.isfinite(log).all().item_bool()).isTrue();
        }
    }

    @Test
    void whatIsNoGaussian() {
        assertThatThrownBy(() -> FullGaussian.of(new double[2], new double[][] {{1, 1}, {1, 1}})).hasMessageContaining("not positive definite: coordinate 1");
        assertThatThrownBy(() -> FullGaussian.of(new double[2], new double[][] {{1, 0}, {0.5, 1}})).hasMessageContaining("symmetric");
        assertThatThrownBy(() -> FullGaussian.of(new double[2], new double[][] {{1, Double.NaN}, {Double.NaN, 1}})).hasMessageContaining("finite");
        assertThatThrownBy(() -> new DiagonalGaussian(new double[1], new double[] {0})).hasMessageContaining("coordinate 0 has mean 0.0 and deviation 0.0");
        assertThatThrownBy(() -> Densities.log(FULL, new double[3])).hasMessageContaining("points of a density: expected shape [any, 2]");
        assertThatThrownBy(() -> FULL.sample(0, Seeds.of(1))).hasMessageContaining("0 draws");
        try (Scope scope = Scope.open()) {
            Tensor flat = Points.of(new double[] {1, 1}, new double[] {2, 2}).tensor();
            assertThatThrownBy(() -> FullGaussian.fitted(flat, 0)).hasMessageContaining("A floor added to the diagonal helps");
            assertThat(FullGaussian.fitted(flat, 1e-3).dimension()).isEqualTo(2);
            Tensor broken = Points.of(new double[] {1, 1}, new double[] {2, Double.NaN}).tensor();
            assertThatThrownBy(() -> FullGaussian.fitted(broken, 0)).hasMessageContaining("numbers that are not finite in row 1");
        }
    }
}
