package dev.plackett.train.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.PointBatch;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.LocationFamily;
import dev.plackett.model.energy.Mlp;
import dev.plackett.model.energy.NaturalFamily;
import dev.plackett.objective.Carry;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Optimizer;
import dev.plackett.train.StepLoop;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScoreMatchingTest {

    private static PointBatch normal(int n, double mean, double deviation, int dimension) {
        SplittableRandom random = new SplittableRandom(5);
        double[] values = new double[n * dimension];
        for (int i = 0; i < values.length; i++) {
            values[i] = mean + deviation * random.nextGaussian();
        }
        return PointBatch.of(values, dimension);
    }

    /** Section 4: f = −(x − θ)²/2, data N(θ*, 1), D = θ − θ*: DSM = (D² + 1 + (1/s − s)²)/2, sliced = exact = D²/2 − ½. */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "1.5, 0.5", "-1, 1", "0.7, 2"})
    void closedForms(double d, double s) {
        try (Scope scope = Scope.open(); Energy energy = Energy.trainable(LocationFamily.gaussianMean(1), ScalarType.Double, Seeds.of(0))) {
            Tensor x = normal(40_000, -d, 1, 1).tensor(ScalarType.Double);
            double expected = (d * d + 1 + (1 / s - s) * (1 / s - s)) / 2;
            double slack = 0.03 * (1 + expected);
            assertThat(new ScoreLoss.Denoising(s, false).of(energy, x, Seeds.of(1)).item_double()).isCloseTo(expected, within(slack));
            assertThat(new ScoreLoss.Denoising(s, true).of(energy, x, Seeds.of(1)).item_double()).isCloseTo(s * s * expected, within(s * s * slack));
            for (ScoreLoss.Directions directions : ScoreLoss.Directions.values()) {
                assertThat(new ScoreLoss.Sliced(directions).of(energy, x, Seeds.of(2)).item_double()).isCloseTo(d * d / 2 - 0.5, within(0.04 * (1 + d * d)));
            }
        }
    }

    static Stream<ScoreLoss> losses() {
        return Stream.of(new ScoreLoss.Denoising(0.4, false), new ScoreLoss.Denoising(0.4, true), new ScoreLoss.Sliced(ScoreLoss.Directions.NORMAL),
            new ScoreLoss.Sliced(ScoreLoss.Directions.RADEMACHER));
    }

    /** Backward through a derivative of the network: every parameter against finite differences of the loss. */
    @ParameterizedTest
    @MethodSource("losses")
    void gradientsOfParameters(ScoreLoss loss) {
        try (Energy energy = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 4, 3)).bounded(2), ScalarType.Double, Seeds.of(3))) {
            ScoreMatching step = new ScoreMatching(energy, energy.parameters(), loss, normal(5, 0, 1, 2), 5, Seeds.of(1));
            double value = step.compute(4, Carry.empty()).value();
            double[] gradient = Tensors.toDoubles(energy.parameters().gradient());
            Tensor flat = energy.parameters().flat();
            int moving = 0;
            for (int i = 0; i < gradient.length; i++) {
                double up = moved(step, flat, i, 1e-5);
                double down = moved(step, flat, i, -1e-5);
                assertThat(gradient[i]).as("parameter %d", i).isCloseTo((up - down) / 2e-5, within(1e-6 * Math.max(1, Math.abs(value))));
                moving += gradient[i] != 0 ? 1 : 0;
            }
            assertThat(moving).isGreaterThan(50);
        }
    }

    private static double moved(ScoreMatching step, Tensor flat, long at, double by) {
        shift(flat, at, by);
        double value = step.compute(4, Carry.empty()).value();
        shift(flat, at, -by);
        return value;
    }

    private static void shift(Tensor flat, long at, double by) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            flat.narrow(0, at, 1).add_(Tensors.scalar(by));
        }
    }

    /** Sliced score matching finds mean and precision; the denoising form those of the blurred data. */
    @Test
    void findsTheDensity() {
        assertThat(fit(new ScoreLoss.Sliced(ScoreLoss.Directions.RADEMACHER))).containsExactly(new double[] {0.5 / 0.64, 1 / 0.64 - 1}, within(0.05));
        assertThat(fit(new ScoreLoss.Denoising(0.6, true))).containsExactly(new double[] {0.5, 0}, within(0.05));
    }

    private static double[] fit(ScoreLoss loss) {
        try (Energy energy = Energy.trainable(NaturalFamily.gaussian(1), ScalarType.Double, Seeds.of(3))) {
            ScoreMatching gradient = new ScoreMatching(energy, energy.parameters(), loss, normal(20_000, 0.5, 0.8, 1), 500, Seeds.of(1));
            try (StepLoop loop = new StepLoop(gradient, energy.parameters(), Optimizer.averaged(energy.parameters(), 0.1), step -> 0.1, 0)) {
                for (int i = 0; i < 400; i++) {
                    loop.step();
                }
            }
            return Tensors.toDoubles(energy.parameters().master("theta"));
        }
    }

    @Test
    void refusesNoBlur() {
        assertThatThrownBy(() -> new ScoreLoss.Denoising(0, true)).hasMessageContaining("sigma is 0.0");
    }
}
