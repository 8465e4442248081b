package dev.plackett.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class WhiteningTest {

    private static final FullGaussian GAUSSIAN = FullGaussian.of(new double[] {1, -2, 0.5}, new double[][] {{2, 0.6, 0.1}, {0.6, 0.5, 0}, {0.1, 0, 0.1}});

    @Test
    void unitVarianceAndBack() {
        Points points = Densities.draw(GAUSSIAN, 400, 1);
        try (Scope scope = Scope.open()) {
            Whitening map = Whitening.fitted(points.tensor(), 3, 0);
            Moments moments = Moments.of(map.project(points.tensor()));
            for (int i = 0; i < 3; i++) {
                assertThat(moments.mean()[i]).isCloseTo(0, within(1e-12));
                for (int j = 0; j < 3; j++) {
                    assertThat(moments.covariance()[i][j]).isCloseTo(i == j ? 1 : 0, within(1e-10));
                }
            }
            assertThat(Tensors.toDoubles(map.inverse(map.forward(points.tensor()).points()))).containsExactly(points.values(), within(1e-12));
            assertThat(map.deviation()[0]).isGreaterThan(map.deviation()[1]).isGreaterThan(map.deviation()[2]);
        }
    }

    /** The standard normal pulled back through the fit is the fitted Gaussian: so the log-determinant is right. */
    @Test
    void logDeterminant() {
        Points points = Densities.draw(GAUSSIAN, 400, 2);
        try (Scope scope = Scope.open()) {
            Transformed pulled = new Transformed(Whitening.fitted(points.tensor(), 3, 0), DiagonalGaussian.standard(3));
            FullGaussian fitted = FullGaussian.fitted(points.tensor(), 0);
            Densities.equalsFormula(pulled, x -> Densities.log(fitted, x)[0]);
        }
    }

    @Test
    void projection() {
        Points points = Densities.draw(GAUSSIAN, 400, 3);
        try (Scope scope = Scope.open()) {
            Tensor x = points.tensor();
            Whitening two = Whitening.fitted(x, 2, 0);
            Tensor z = two.project(x);
            assertThat(z.size(1)).isEqualTo(2);
            assertThat(Tensors.toDoubles(two.project(two.reconstruct(z)))).containsExactly(Tensors.toDoubles(z), within(1e-12));
            double lost = two.reconstruct(z).sub(x).square().sum().item_double() / 400;
            double least = Math.pow(Whitening.fitted(x, 3, 0).deviation()[2], 2);
            assertThat(lost).as("the variance that was left out").isCloseTo(least, within(1e-10));
            assertThatThrownBy(() -> two.forward(x)).hasMessageContaining("3 coordinates to 2 components cannot be undone");
        }
    }

    @Test
    void flatPoints() {
        try (Scope scope = Scope.open()) {
            Tensor line = Points.of(new double[] {0, 0}, new double[] {1, 1}, new double[] {2, 2}).tensor();
            assertThatThrownBy(() -> Whitening.fitted(line, 2, 0)).hasMessageContaining("component 1 of the points has no variance: keep 1 components");
            assertThat(Whitening.fitted(line, 1, 0).dimension()).isEqualTo(2);
            assertThat(Whitening.fitted(line, 2, 1e-3).deviation()[1]).isCloseTo(Math.sqrt(1e-3), within(1e-6));
            assertThatThrownBy(() -> Whitening.fitted(line, 3, 0)).hasMessageContaining("3 components of 2 coordinates");
        }
    }
}
