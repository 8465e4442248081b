package dev.plackett.model.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.model.density.Bijection;
import dev.plackett.model.density.DensityFiles;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.Transformed;
import dev.plackett.model.energy.Energy;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CouplingFlowTest {

    /** A flow far from the identity. */
    private static CouplingFlow random(int dimension, ScalarType dtype) {
        CouplingPlan plan = new CouplingPlan(dimension, 5, 8, 1.5, 3);
        ParameterStore store = ParameterStore.trainable(plan.parameters(), dtype, dtype);
        plan.initialise(store, Seeds.of(1));
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            for (int i = 0; i < plan.couplings(); i++) {
                Tensor output = store.master(CouplingPlan.Part.OUTPUT.weight(i));
                output.copy_(Tensors.normal(Seeds.of(i), 0.7, Tensors.shape(output)));
            }
        }
        return new CouplingFlow(plan, store);
    }

    @Test
    void thereAndBack() {
        for (int d : new int[] {2, 3, 7}) {
            try (CouplingFlow flow = random(d, ScalarType.Double); Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Tensor x = DiagonalGaussian.isotropic(new double[d], 2).sample(40, Seeds.of(2));
                Tensor z = flow.forward(x).points();
                assertThat(z.sub(x).abs().max().item_double()).as("it does something").isGreaterThan(0.5);
                assertThat(Tensors.toDoubles(flow.inverse(z))).containsExactly(Tensors.toDoubles(x), within(1e-10));
            }
        }
    }

    /** log |det| of the Jacobian by finite differences. */
    @Test
    void logDeterminant() {
        int d = 3;
        try (CouplingFlow flow = random(d, ScalarType.Double); Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            double[] at = {0.4, -1.2, 0.7};
            double[][] jacobian = new double[d][];
            double h = 1e-5;
            for (int j = 0; j < d; j++) {
                double[] up = at.clone();
                double[] down = at.clone();
                up[j] += h;
                down[j] -= h;
                double[] a = Tensors.toDoubles(flow.forward(Points.of(up).tensor()).points());
                double[] b = Tensors.toDoubles(flow.forward(Points.of(down).tensor()).points());
                jacobian[j] = new double[d];
                for (int i = 0; i < d; i++) {
                    jacobian[j][i] = (a[i] - b[i]) / (2 * h);
                }
            }
            double expected = torch.linalg_det(Points.of(jacobian).tensor()).abs().log().item_double();
            Bijection.Image image = flow.forward(Points.of(at).tensor());
            assertThat(image.logDeterminant().item_double()).isCloseTo(expected, within(1e-7));
            assertThat(Math.abs(expected)).isGreaterThan(0.1);
        }
    }

    @Test
    void densityIntegratesToOne() {
        try (CouplingFlow flow = random(2, ScalarType.Double); Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Transformed density = new Transformed(flow, DiagonalGaussian.standard(2));
            Tensor draws = density.sample(4000, Seeds.of(1));
            double reach = draws.abs().max().item_double() * 1.6;
            int cells = 700;
            double h = 2 * reach / cells;
            double[] grid = new double[2 * cells * cells];
            for (int i = 0; i < cells * cells; i++) {
                grid[2 * i] = -reach + (i / cells + 0.5) * h;
                grid[2 * i + 1] = -reach + (i % cells + 0.5) * h;
            }
            double[] log = Tensors.toDoubles(density.logDensity(new Points(grid, 2).tensor()));
            assertThat(Arrays.stream(log).map(l -> Math.exp(l) * h * h).sum()).isCloseTo(1, within(5e-3));
            double entropy = Arrays.stream(log).map(l -> -Math.exp(l) * l * h * h).sum();
            double[] own = Tensors.toDoubles(density.logDensity(draws));
            assertThat(-Arrays.stream(own).average().orElseThrow()).as("draws have the density").isCloseTo(entropy, within(0.12));
        }
    }

    @Test
    void asAnEnergyItBeginsAsItsBase() {
        try (Energy energy = Energy.trainable(CouplingPlan.usual(2), ScalarType.Float, Seeds.of(1)); Scope scope = Scope.open()) {
            Tensor x = Points.of(new double[] {0.5, -2}, new double[] {1e4, 1}).tensor();
            double[] expected = Tensors.toDoubles(DiagonalGaussian.standard(2).logDensity(x));
            double[] found = Tensors.toDoubles(energy.of(x));
            assertThat(found[0]).isCloseTo(expected[0], within(1e-5));
            assertThat(found[1] / expected[1]).isCloseTo(1, within(1e-5));
        }
    }

    @Test
    void everyCoordinateMoves() {
        for (int d : new int[] {2, 3, 16, 33}) {
            CouplingPlan plan = CouplingPlan.usual(d);
            for (int i = 0; i < plan.couplings(); i += 2) {
                assertThat(java.util.stream.IntStream.concat(Arrays.stream(plan.moved(i)), Arrays.stream(plan.moved(i + 1))).distinct().count()).isEqualTo(d);
            }
        }
        assertThatThrownBy(() -> CouplingPlan.usual(1)).hasMessageContaining("on 1 coordinates").hasMessageContaining("2 coordinates");
    }

    @Test
    void storedAndReadBack(@TempDir Path folder) {
        for (ScalarType dtype : new ScalarType[] {ScalarType.Double, ScalarType.Float}) {
            try (CouplingFlow flow = random(3, dtype); Scope scope = Scope.open()) {
                DensityFiles.save(folder, new Transformed(flow, DiagonalGaussian.standard(3)));
                Transformed back = DensityFiles.load(folder, Transformed.class);
                try (CouplingFlow read = (CouplingFlow) back.map()) {
                    Tensor x = DiagonalGaussian.standard(3).sample(10, Seeds.of(4));
                    assertThat(Tensors.toDoubles(read.forward(x).points())).containsExactly(Tensors.toDoubles(flow.forward(x).points()));
                    assertThat(read.parameters().dtype()).isEqualTo(dtype);
                }
            }
        }
    }
}
