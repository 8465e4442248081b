package dev.plackett.model.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What holds for every density, and small ones to check it on. */
final class Densities {

    private Densities() {}

    /** log-densities of rows. */
    static double[] log(LogDensity density, double[]... rows) {
        try (Scope scope = Scope.open()) {
            return Tensors.toDoubles(density.of(Points.of(rows).tensor()));
        }
    }

    /** Draws. */
    static Points draw(Density density, int n, long seed) {
        try (Scope scope = Scope.open()) {
            return Points.of(density.sample(n, Seeds.of(seed)));
        }
    }

    /** The density equals a formula at its own draws and elsewhere, in float64 and, to single precision, in float32. */
    static void equalsFormula(Density density, ToDoubleFunction<double[]> formula) {
        Points points = draw(density, 50, 7);
        try (Scope scope = Scope.open()) {
            double[] found = Tensors.toDoubles(density.logDensity(points.tensor()));
            double[] single = Tensors.toDoubles(density.logDensity(points.tensor(ScalarType.Float)));
            assertThat(Tensors.dtype(density.logDensity(points.tensor(ScalarType.Float)))).isEqualTo(ScalarType.Float);
            for (int i = 0; i < found.length; i++) {
                double expected = formula.applyAsDouble(points.row(i));
                assertThat(found[i]).isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
                assertThat(single[i]).isCloseTo(expected, within(1e-3 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    /** A density on the plane integrates to 1 over a square, and its draws have the mean and mean log-density that it says. */
    static void isDensityOfItsDraws(Density density, double reach, double tolerance) {
        int cells = 300;
        double h = 2 * reach / cells;
        double[] grid = new double[2 * cells * cells];
        for (int i = 0; i < cells * cells; i++) {
            grid[2 * i] = -reach + (i / cells + 0.5) * h;
            grid[2 * i + 1] = -reach + (i % cells + 0.5) * h;
        }
        double mass = 0;
        double entropy = 0;
        double[] mean = new double[2];
        try (Scope scope = Scope.open()) {
            double[] log = Tensors.toDoubles(density.logDensity(new Points(grid, 2).tensor()));
            for (int i = 0; i < log.length; i++) {
                double p = Math.exp(log[i]) * h * h;
                mass += p;
                entropy -= p > 0 ? p * log[i] : 0;
                mean[0] += p * grid[2 * i];
                mean[1] += p * grid[2 * i + 1];
            }
            assertThat(mass).isCloseTo(1, within(tolerance));
            int n = 20000;
            Points draws = draw(density, n, 3);
            double nll = -Arrays.stream(Tensors.toDoubles(density.logDensity(draws.tensor()))).average().orElseThrow();
            assertThat(nll).isCloseTo(entropy, within(5 * 1.5 / Math.sqrt(n)));
            for (int j = 0; j < 2; j++) {
                assertThat(Arrays.stream(draws.column(j)).average().orElseThrow()).isCloseTo(mean[j], within(5 * 3 / Math.sqrt(n)));
            }
            assertThat(draw(density, 5, 3).values()).as("fewer draws are the first of more").hasSize(10);
        }
    }
}
