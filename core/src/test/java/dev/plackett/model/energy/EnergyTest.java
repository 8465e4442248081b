package dev.plackett.model.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.PointBatch;
import dev.plackett.model.Tape;
import dev.plackett.model.Want;
import dev.plackett.tensor.Autograd;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EnergyTest {

    private static final long[] PLANE = {2};
    private static final long[] IMAGE = {1, 9, 8};

    static Stream<Arguments> plans() {
        return Stream.of(
            Arguments.of(EnergyPlan.of(Mlp.energy(Features.waves(2), 5, 4)), PLANE),
            Arguments.of(EnergyPlan.of(Mlp.energy(Features.coordinates(2), 6).withoutOutputBias()).bounded(0.4), PLANE),
            Arguments.of(EnergyPlan.of(Mlp.energy(Features.waves(2), 5)).normalized(), PLANE),
            Arguments.of(EnergyPlan.classifier(Mlp.of(2, 3, 5)), PLANE),
            Arguments.of(NaturalFamily.gaussianMean(2), PLANE),
            Arguments.of(NaturalFamily.gaussian(2).normalized(), PLANE),
            Arguments.of(LocationFamily.gaussianMean(2).normalized(), PLANE),
            Arguments.of(EnergyPlan.of(Mlp.energy(Features.coordinates(72), 5)), IMAGE),
            Arguments.of(EnergyPlan.of(ConvNet.energy(1, 9, 8, 3, 4)), IMAGE),
            Arguments.of(EnergyPlan.of(ResidualNet.energy(1, 9, 8, 2, 3, 4)), IMAGE));
    }

    static PointBatch rows(long seed, int n, long... shape) {
        SplittableRandom random = new SplittableRandom(seed);
        int length = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        double[] values = new double[n * length];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return PointBatch.of(values, shape);
    }

    private static void randomize(ParameterStore store) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            for (String name : store.names()) {
                store.master(name).add_(Tensors.normal(Seeds.of(3).at(name), 0.1, store.shape(name)).to(store.dtype()));
            }
            store.refresh();
        }
    }

    /** Every parameter's gradient against finite differences, in float64, with coefficients as an objective gives them. */
    @ParameterizedTest
    @MethodSource("plans")
    void gradientsOfParameters(EnergyPlan plan, long[] shape) {
        try (Energy energy = Energy.trainable(plan, ScalarType.Double, Seeds.of(1))) {
            randomize(energy.parameters());
            PointBatch batch = rows(7, 4, shape);
            double[] coefficient = {0.5, -1, 2, 0.3};
            EnergyScorer scorer = new EnergyScorer(energy);
            try (Tape tape = scorer.record(batch, Want.SEQUENCES)) {
                assertThat(tape.scores().values()).containsExactly(scorer.score(batch, Want.SEQUENCES).values(), within(1e-13));
                tape.backward(coefficient);
            }
            double[] gradient = Tensors.toDoubles(energy.parameters().gradient());
            Tensor flat = energy.parameters().flat();
            SplittableRandom random = new SplittableRandom(1);
            int checked = 0;
            for (int i = 0; i < gradient.length; i++) {
                if (gradient.length > 150 && random.nextInt(gradient.length) > 150) {
                    continue;
                }
                double difference = (moved(scorer, flat, i, 1e-5, batch, coefficient) - moved(scorer, flat, i, -1e-5, batch, coefficient)) / 2e-5;
                assertThat(gradient[i]).as("parameter %d of %s", i, plan).isCloseTo(difference, within(1e-7));
                checked++;
            }
            assertThat(checked).isPositive();
            assertThat(Arrays.stream(gradient).filter(g -> g != 0).count()).isGreaterThan(1);
        }
    }

    private static double moved(EnergyScorer scorer, Tensor flat, long at, double by, PointBatch batch, double[] coefficient) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            flat.narrow(0, at, 1).add_(Tensors.scalar(by));
            double[] f = scorer.score(batch, Want.SEQUENCES).values();
            flat.narrow(0, at, 1).sub_(Tensors.scalar(by));
            double sum = 0;
            for (int i = 0; i < f.length; i++) {
                sum += coefficient[i] * f[i];
            }
            return sum;
        }
    }

    /** What Langevin chains and score matching ask for: derivatives by the points, and of those once more by the points. */
    @ParameterizedTest
    @MethodSource("plans")
    void derivativesByThePoints(EnergyPlan plan, long[] shape) {
        try (Scope scope = Scope.open(); Energy energy = Energy.trainable(plan, ScalarType.Double, Seeds.of(1))) {
            randomize(energy.parameters());
            Tensor x = rows(2, 2, shape).tensor(ScalarType.Double).requires_grad_(true);
            Tensor v = rows(3, 2, shape).tensor(ScalarType.Double);
            double[] slope = Tensors.toDoubles(Autograd.gradient(energy.of(x), x).mul(v).flatten(1, -1).sum(1));
            Tensor first = Autograd.differentiable(energy.of(x), x).mul(v).flatten(1, -1).sum(1);
            double[] curvature = Tensors.toDoubles(Autograd.gradient(first, x).mul(v).flatten(1, -1).sum(1));
            double h = 1e-4;
            double[] here = f(energy, x);
            double[] up = f(energy, x.add(v, Tensors.scalar(h)));
            double[] down = f(energy, x.sub(v, Tensors.scalar(h)));
            for (int i = 0; i < 2; i++) {
                assertThat(slope[i]).isCloseTo((up[i] - down[i]) / (2 * h), within(1e-5 * Math.max(1, Math.abs(slope[i]))));
                assertThat(curvature[i]).isCloseTo((up[i] - 2 * here[i] + down[i]) / (h * h), within(1e-5 * Math.max(1, Math.abs(curvature[i]))));
            }
            assertThat(Tensors.toDoubles(energy.parameters().gradient())).as("parameters' gradients are not touched").containsOnly(0.0);
        }
    }

    private static double[] f(Energy energy, Tensor x) {
        try (NoGradGuard off = new NoGradGuard()) {
            return Tensors.toDoubles(energy.of(x.detach()));
        }
    }

    @Test
    void familiesAreWhatTheySay() {
        PointBatch x = PointBatch.of(new double[] {1, -2, 0.5, 3}, 2);
        try (Scope scope = Scope.open(); Energy natural = Energy.trainable(NaturalFamily.gaussianMean(2), ScalarType.Double, Seeds.of(0));
             Energy shift = Energy.trainable(LocationFamily.gaussianMean(2), ScalarType.Double, Seeds.of(0));
             Energy both = Energy.trainable(NaturalFamily.gaussian(2), ScalarType.Double, Seeds.of(0))) {
            assertThat(new EnergyScorer(natural).score(x, Want.SEQUENCES).values()).containsExactly(-2.5, -4.625);
            assertThat(new EnergyScorer(both).score(x, Want.SEQUENCES).values()).containsExactly(-2.5, -4.625);
            set(natural, 0.5, -1);
            set(shift, 0.5, -1);
            set(both, 0.5, -1, 1, 3);
            assertThat(new EnergyScorer(natural).score(x, Want.SEQUENCES).values()).containsExactly(-2.5 + 2.5, -4.625 + 0.25 - 3);
            assertThat(new EnergyScorer(shift).score(x, Want.SEQUENCES).values()).containsExactly(-(0.25 + 1) / 2, -8.0);
            assertThat(new EnergyScorer(both).score(x, Want.SEQUENCES).values()).containsExactly(2.5 - 2.5 - 0.5 - 6, 0.25 - 3 - 4.625 - 0.125 - 13.5);
        }
    }

    private static void set(Energy energy, double... theta) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            energy.parameters().master("theta").copy_(Tensors.of(ScalarType.Double, theta));
        }
    }

    @Test
    void boundsClassifiersAndConstants() {
        Mlp network = Mlp.of(2, 3, 5);
        PointBatch batch = rows(1, 6, 2);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard();
             Energy plain = Energy.trainable(EnergyPlan.classifier(network), ScalarType.Double, Seeds.of(4));
             Energy bounded = Energy.trainable(EnergyPlan.classifier(network).bounded(1.5), ScalarType.Double, Seeds.of(4));
             Energy constant = Energy.trainable(EnergyPlan.classifier(network).normalized(), ScalarType.Double, Seeds.of(4))) {
            double[] f = new EnergyScorer(plain).score(batch, Want.SEQUENCES).values();
            double[] expected = Tensors.toDoubles(torch.logsumexp(network.over(plain.parameters()).forward(batch.tensor(ScalarType.Double)), 1));
            assertThat(f).containsExactly(expected);
            assertThat(new EnergyScorer(bounded).score(batch, Want.SEQUENCES).values())
                .containsExactly(Arrays.stream(f).map(v -> 1.5 * Math.tanh(v / 1.5)).toArray(), within(1e-12));
            constant.parameters().master("log_normalizer").fill_(Tensors.scalar(2));
            assertThat(new EnergyScorer(constant).score(batch, Want.SEQUENCES).values())
                .containsExactly(Arrays.stream(f).map(v -> v - 2).toArray(), within(1e-12));
            plain.parameters().flat().mul_(Tensors.scalar(1e6));
            bounded.parameters().flat().mul_(Tensors.scalar(1e6));
            assertThat(Arrays.stream(new EnergyScorer(bounded).score(batch, Want.SEQUENCES).values()).map(Math::abs).max().orElse(2)).isLessThanOrEqualTo(1.5);
        }
        assertThatThrownBy(() -> EnergyPlan.of(network)).hasMessageContaining("this network gives 3").hasMessageContaining("EnergyPlan.classifier");
        assertThatThrownBy(() -> EnergyPlan.classifier(network).bounded(0)).hasMessageContaining("bound of an energy is 0.0");
    }

    /** torch's default layers: weights and biases uniform within ±1/√(fan in). */
    @Test
    void firstWeights() {
        try (Energy energy = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 64, 64)), ScalarType.Float, Seeds.of(4));
             Energy again = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 64, 64)), ScalarType.Float, Seeds.of(4));
             Energy other = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 64, 64)), ScalarType.Float, Seeds.of(5))) {
            assertThat(energy.parameters().count()).isEqualTo(14 * 64 + 64 + 64 * 64 + 64 + 64 + 1);
            for (String name : List.of("layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias", "output.weight")) {
                double bound = 1 / Math.sqrt(name.startsWith("layers.0") ? 14 : 64);
                double[] w = Tensors.toDoubles(energy.parameters().master(name));
                assertThat(Arrays.stream(w).map(Math::abs).max().orElse(1)).as(name).isLessThanOrEqualTo(bound * (1 + 1e-6));
                double root = Math.sqrt(Arrays.stream(w).map(v -> v * v).average().orElse(0));
                assertThat(root / bound).as(name).isCloseTo(1 / Math.sqrt(3), within(0.12));
                assertThat(Arrays.stream(w).average().orElse(1)).as(name).isCloseTo(0, within(4 * bound / Math.sqrt(3 * w.length)));
            }
            assertThat(Tensors.toDoubles(again.parameters().flat())).isEqualTo(Tensors.toDoubles(energy.parameters().flat()));
            assertThat(Tensors.toDoubles(other.parameters().flat())).isNotEqualTo(Tensors.toDoubles(energy.parameters().flat()));
        }
    }

    /** A base far below 1 costs no digits of a float32 network. */
    @Test
    void theBaseIsAddedInDouble() {
        PointBatch batch = rows(1, 3, 2);
        try (Scope scope = Scope.open(); Energy energy = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 8)), ScalarType.Float, Seeds.of(4))) {
            double[] f = new EnergyScorer(energy).score(batch, Want.SEQUENCES).values();
            double[] tilted = new EnergyScorer(energy).score(batch.withBase(-1e6, 0.1, -3e5), Want.SEQUENCES).values();
            assertThat(tilted).containsExactly(new double[] {f[0] - 1e6, f[1] + 0.1, f[2] - 3e5}, within(1e-9));
            Tensor x = batch.tensor(ScalarType.Double);
            Tensor density = energy.tilting(p -> p.square().sum(1).mul(Tensors.scalar(-0.5))).of(x);
            assertThat(Tensors.dtype(density)).isEqualTo(ScalarType.Double);
            assertThat(Tensors.toDoubles(density)[0]).isCloseTo(f[0] - (Math.pow(batch.values()[0], 2) + Math.pow(batch.values()[1], 2)) / 2, within(1e-6));
            assertThat(new EnergyScorer(energy).score(batch.withGroups(4, 0, 2), Want.SEQUENCES).columns().get(Column.GROUP)).containsExactly(4, 0, 2);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Scope scope = Scope.open(); Energy energy = Energy.trainable(EnergyPlan.of(ConvNet.energy(1, 9, 8, 3)), ScalarType.Float, Seeds.of(4))) {
            assertThatThrownBy(() -> energy.of(Tensors.zeros(ScalarType.Float, 2, 3, 9, 8))).hasMessageContaining("convolution's input");
            assertThatThrownBy(() -> energy.of(Tensors.zeros(ScalarType.Float, 2, 72))).hasMessageContaining("convolution's input");
            assertThatThrownBy(() -> new EnergyScorer(energy).score(rows(1, 2, 1, 9, 8), Want.TOKENS)).hasMessageContaining("one score each");
        }
        assertThatThrownBy(() -> ConvNet.energy(1, 9, 8)).hasMessageContaining("filters []");
        assertThatThrownBy(() -> ResidualNet.energy(1, 9, 8, 0, 3)).hasMessageContaining("0 blocks per stage");
        assertThatThrownBy(() -> Mlp.energy(Features.waves(2), 4, 0)).hasMessageContaining("[4, 0]");
    }
}
