package dev.plackett.generate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.KolmogorovSmirnov;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.density.UniformBox;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ChainsTest {

    private static final FullGaussian TARGET = FullGaussian.of(new double[] {1, -1}, new double[][] {{1, 0.5}, {0.5, 0.6}});
    private static final DiagonalGaussian START = DiagonalGaussian.standard(2);

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double variance(double[] x) {
        double m = mean(x);
        return Arrays.stream(x).map(v -> (v - m) * (v - m)).average().orElseThrow();
    }

    /** With a test the density is exact, however coarse the steps: mean, variance and the whole distribution of a coordinate. */
    @Test
    void hamiltonianChainsSampleTheTarget() {
        int n = 3000;
        double[] own;
        try (Scope scope = Scope.open()) {
            own = Points.of(TARGET.sample(n, Seeds.of(99))).column(1);
        }
        // Three steps of 0.5 are half a period of the narrow direction: without jitter its chains would mirror it for ever.
        for (Hmc hmc : new Hmc[] {new Hmc(0.5, 3), Hmc.mala(0.3)}) {
            Points ends = hmc.sample(n, TARGET, START, 60, 1000, Seeds.of(1));
            assertThat(mean(ends.column(0))).isCloseTo(1, within(5 / Math.sqrt(n)));
            assertThat(variance(ends.column(0))).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
            assertThat(KolmogorovSmirnov.of(ends.column(1), own).pValue()).isGreaterThan(1e-3);
        }
        // Steps so long that half of the moves are refused still leave an exact sample as it is.
        try (Scope scope = Scope.open()) {
            Transition.Moved moved = new Hmc(0.9, 2).steps(30, TARGET, TARGET.sample(n, Seeds.of(5)), Seeds.of(6));
            assertThat(moved.acceptance()).isBetween(0.1, 0.9);
            assertThat(variance(Points.of(moved.points()).column(1))).isCloseTo(0.6, within(0.6 * 5 * Math.sqrt(2.0 / n)));
        }
    }

    /** Langevin without a test has the variance 1/(1 − α/2) of its discretisation on a standard normal. */
    @Test
    void langevinHasItsKnownBias() {
        int n = 8000;
        double alpha = 0.4;
        Points ends = Langevin.unbiased(alpha).sample(n, START, START, 40, 4000, Seeds.of(2));
        assertThat(variance(ends.column(0))).isCloseTo(1 / (1 - alpha / 2), within(1.25 * 5 * Math.sqrt(2.0 / n)));
        // A given noise: x ← (1 − α)x + σ·N has variance σ²/(1 − (1 − α)²).
        Points cold = new Langevin(alpha, 0.1).sample(n, START, START, 60, 4000, Seeds.of(3));
        assertThat(variance(cold.column(1))).isCloseTo(0.01 / (1 - 0.36), within(0.016 * 5 * Math.sqrt(2.0 / n)));
    }

    @Test
    void tuning() {
        try (Scope scope = Scope.open()) {
            Tensor start = TARGET.sample(500, Seeds.of(1));
            Hmc tuned = new Hmc(1e-3, 5).tuned(TARGET, start, 0.8, 30, Seeds.of(2));
            assertThat(tuned.steps(10, TARGET, start, Seeds.of(3)).acceptance()).isCloseTo(0.8, within(0.08));
            Hmc fromAbove = new Hmc(30, 5).tuned(TARGET, start, 0.8, 30, Seeds.of(2));
            assertThat(fromAbove.step()).isCloseTo(tuned.step(), within(0.2));
        }
    }

    /** A chain never leaves the support, and one that begins outside comes in. */
    @Test
    void supports() {
        UniformBox box = UniformBox.cube(2, 0, 1);
        Points inside = new Hmc(0.3, 2).sample(500, box, box, 30, 500, Seeds.of(1));
        assertThat(Arrays.stream(inside.values())).allMatch(v -> v >= 0 && v <= 1);
        assertThat(mean(inside.column(0))).isCloseTo(0.5, within(0.07));
        Points outside = new Hmc(1.2, 1).sample(200, box, DiagonalGaussian.isotropic(new double[] {0.5, 0.5}, 0.7), 200, 200, Seeds.of(1));
        assertThat(Arrays.stream(outside.values()).filter(v -> v >= 0 && v <= 1).count()).isEqualTo(400);
        LogDensity broken = x -> x.sum(1).mul(Tensors.scalar(Double.NaN));
        try (Scope scope = Scope.open()) {
            Tensor start = START.sample(5, Seeds.of(1));
            Transition.Moved still = new Hmc(0.1, 1).step(broken, start, Seeds.of(1));
            assertThat(Tensors.toDoubles(still.points())).as("what is no number is refused").containsExactly(Tensors.toDoubles(start));
            assertThat(still.acceptance()).isZero();
        }
    }

    @Test
    void seedsImagesAndArguments() {
        Hmc hmc = new Hmc(0.3, 2);
        assertThat(hmc.sample(20, TARGET, START, 5, 8, Seeds.of(1)).values()).containsExactly(hmc.sample(20, TARGET, START, 5, 8, Seeds.of(1)).values());
        assertThat(hmc.sample(20, TARGET, START, 5, 8, Seeds.of(1)).values()).isNotEqualTo(hmc.sample(20, TARGET, START, 5, 8, Seeds.of(2)).values());
        try (Scope scope = Scope.open()) {
            Tensor images = Tensors.normal(Seeds.of(1), 1, 3, 1, 4, 4);
            LogDensity normal = x -> x.flatten(1, -1).square().sum(1).mul(Tensors.scalar(-0.5));
            Tensor moved = hmc.towards(normal, 3).move(images, Seeds.of(1));
            assertThat(Tensors.shape(moved)).containsExactly(3, 1, 4, 4);
            assertThat(Tensors.dtype(moved)).isEqualTo(ScalarType.Float);
            assertThat(Tensors.shape(new Langevin(0.1, 0.1).towards(normal, 1).move(images, Seeds.of(1)))).containsExactly(3, 1, 4, 4);
        }
        assertThatThrownBy(() -> new Hmc(0, 1)).hasMessageContaining("leapfrog steps of length 0.0");
        assertThatThrownBy(() -> new Langevin(1, -1)).hasMessageContaining("noise -1.0");
        assertThatThrownBy(() -> hmc.steps(0, TARGET, null, Seeds.of(1))).hasMessageContaining("0 steps of a chain");
        assertThatThrownBy(() -> hmc.sample(0, TARGET, START, 1, 1, Seeds.of(1))).hasMessageContaining("0 chains");
    }

    /** Many steps leave no native memory behind. */
    @Test
    void nothingLeaks() {
        Hmc hmc = new Hmc(0.3, 2);
        hmc.sample(10, TARGET, START, 3, 10, Seeds.of(1));
        long before = Scope.alive();
        for (int i = 0; i < 20; i++) {
            hmc.sample(10, TARGET, START, 10, 4, Seeds.of(i));
        }
        assertThat(Scope.alive()).isEqualTo(before);
    }
}
