package dev.plackett.train.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.model.energy.LocationFamily;
import dev.plackett.objective.energy.LogPartitions;
import dev.plackett.objective.energy.Storm;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.StepLoop;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/** STORM's two recursions, in the open (no logarithms), for the mean of a Gaussian: f = −(x − θ)²/2, q = N(0, 2²). */
class StormGradientTest {

    private static final int DATA = 4;
    private static final int NOISE = 64;
    private static final double GAMMA = 0.2;
    private static final double BETA = 0.3;
    private static final double RATE = 0.2;

    private static double[] rows(long step) {
        SplittableRandom random = Seeds.of(3).at(step).random();
        double[] x = new double[DATA + NOISE];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < DATA ? 1 + random.nextGaussian() : 2 * random.nextGaussian();
        }
        return x;
    }

    private static double logNoise(double x) {
        return -x * x / 8 - Math.log(2 * Math.sqrt(2 * Math.PI));
    }

    private static double weight(double x, double theta) {
        return Math.exp(-(x - theta) * (x - theta) / 2 - logNoise(x));
    }

    /** Mean weight of a step's noise. */
    private static double g(double[] x, double theta) {
        double sum = 0;
        for (int j = DATA; j < x.length; j++) {
            sum += weight(x[j], theta) / NOISE;
        }
        return sum;
    }

    /** −mean ∇f(x) + mean w∇f(y)/u. */
    private static double h(double[] x, double theta, double u) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += i < DATA ? -(x[i] - theta) / DATA : weight(x[i], theta) * (x[i] - theta) / (NOISE * u);
        }
        return sum;
    }

    private static List<Example<PointBatch>> examples(long step) {
        double[] x = rows(step);
        double[] isData = new double[x.length];
        java.util.Arrays.fill(isData, 0, DATA, 1);
        return List.of(new Example<>(PointBatch.of(x, 1), Columns.of(Column.DATA, isData).with(Column.NOISE,
            java.util.Arrays.stream(x).map(StormGradientTest::logNoise).toArray())));
    }

    @Test
    void bothRecursions() {
        double theta = 0;
        double before = 0;
        double u = 0;
        double v = 0;
        try (Energy energy = Energy.trainable(LocationFamily.gaussianMean(1), ScalarType.Double, Seeds.of(0))) {
            Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), 1000, Exchange.alone());
            try (StormGradient<PointBatch> gradient = new StormGradient<>(engine, energy.parameters(), new Storm(GAMMA), BETA, StormGradientTest::examples);
                 StepLoop loop = new StepLoop(gradient, energy.parameters(), Optimizer.averaged(energy.parameters(), 1), step -> RATE, 0)) {
                for (int t = 0; t < 30; t++) {
                    double[] x = rows(t);
                    double uBefore = u;
                    u = t == 0 ? g(x, theta) : g(x, theta) + (1 - GAMMA) * (u - g(x, before));
                    v = t == 0 ? h(x, theta, u) : h(x, theta, u) + (1 - BETA) * (v - h(x, before, uBefore));
                    before = theta;
                    theta -= RATE * v;
                    assertThat(loop.step().get("storm/fell_back")).isZero();
                    assertThat(Tensors.toDoubles(energy.parameters().master("theta"))[0]).as("step %d", t).isCloseTo(theta, within(1e-11));
                    assertThat(LogPartitions.of(loop.carry()).group(0).logU()).isCloseTo(Math.log(u), within(1e-11));
                }
            }
            assertThat(theta).isCloseTo(1, within(0.5));
            assertThatThrownBy(() -> new StormGradient<>(engine, energy.parameters(), new Storm(GAMMA), 0, StormGradientTest::examples))
                .hasMessageContaining("beta is 0.0");
        }
    }
}
