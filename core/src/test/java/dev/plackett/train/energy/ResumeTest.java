package dev.plackett.train.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Column;
import dev.plackett.data.Example;
import dev.plackett.data.PointBatch;
import dev.plackett.event.Event;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.LogDensity;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.objective.Carry;
import dev.plackett.objective.energy.ContrastiveDivergence;
import dev.plackett.objective.energy.Gamma;
import dev.plackett.objective.energy.LogPartitions;
import dev.plackett.objective.energy.Meco;
import dev.plackett.objective.energy.Storm;
import dev.plackett.tensor.Autograd;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepLoop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that is stopped and resumed from its checkpoint ends with the same bits, log u, averages and chains included. */
class ResumeTest {

    private static final int STEPS = 8;
    private static final PlaneNoise NOISE = new PlaneNoise(2);
    private static final PointBatch DATA = data(50);

    @TempDir
    Path folder;

    /** Makes a step's gradient for a model. */
    private interface Making {
        StepGradient over(Energy energy, Engine<PointBatch> engine);
    }

    private static PointBatch data(int n) {
        double[] values = new double[2 * n];
        java.util.SplittableRandom random = new java.util.SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + 0.5 * random.nextGaussian();
        }
        return PointBatch.of(values, 2);
    }

    private static NoiseSteps steps() {
        return NoiseSteps.of(DATA, NOISE, 16, 24, true, Seeds.of(4));
    }

    /** Langevin: three steps of x + ε∇f + √(2ε)·e. */
    private static Chain langevin(LogDensity f) {
        return (from, seeds) -> {
            Tensor x = from;
            for (int k = 0; k < 3; k++) {
                Tensor at = x.detach().requires_grad_(true);
                Tensor noise = Tensors.normal(seeds.at(k), Math.sqrt(0.1), Tensors.shape(x)).to(Tensors.dtype(x));
                x = x.add(Autograd.gradient(f.of(at), at), Tensors.scalar(0.05)).add(noise);
            }
            return x;
        };
    }

    static Stream<Arguments> gradients() {
        Making meco = (energy, engine) -> StepGradient.of(engine, Meco.of(Gamma.cosine(0.1, 5)), steps());
        Making centred = (energy, engine) -> StepGradient.of(engine, Meco.of(0.2).asCentred().lagged(), steps());
        Making storm = (energy, engine) -> new StormGradient<>(engine, energy.parameters(), new Storm(0.2), 0.3, steps());
        Making persistent = (energy, engine) -> ContrastiveGradient.persistent(engine, energy.parameters(), new ContrastiveDivergence(0.1), DATA, 16,
            langevin(energy.tilting(NOISE)), 8, ChainStart.from(NOISE), 20, 0.3, Seeds.of(4));
        Making divergence = (energy, engine) -> ContrastiveGradient.fromData(engine, energy.parameters(), new ContrastiveDivergence(0), DATA, 16,
            langevin(energy.tilting(NOISE)), Seeds.of(4));
        Making denoising = (energy, engine) -> new ScoreMatching(energy.tilting(NOISE), energy.parameters(), new ScoreLoss.Denoising(0.3, true), DATA, 16, Seeds.of(4));
        Making sliced = (energy, engine) -> new ScoreMatching(energy.tilting(NOISE), energy.parameters(),
            new ScoreLoss.Sliced(ScoreLoss.Directions.RADEMACHER), DATA, 16, Seeds.of(4));
        return Stream.of(Arguments.of("meco", meco), Arguments.of("centred", centred), Arguments.of("storm", storm), Arguments.of("persistent", persistent),
            Arguments.of("divergence", divergence), Arguments.of("denoising", denoising), Arguments.of("sliced", sliced));
    }

    private record End(double[] parameters, Carry carry, List<Map<String, Double>> metrics) {}

    private End train(Making making, int stopAfter, Path from, Path to) throws Exception {
        List<Map<String, Double>> metrics = new ArrayList<>();
        try (Energy energy = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 8)), ScalarType.Float, Seeds.of(2))) {
            StepGradient gradient = making.over(energy, new Engine<>(new EnergyScorer(energy), energy.parameters(), 1000, Exchange.alone()));
            try (StepLoop loop = new StepLoop(gradient, energy.parameters(), Optimizer.averaged(energy.parameters(), 0.5), step -> 0.02, 1)) {
                if (from != null) {
                    loop.restore(from);
                }
                boolean ended = loop.run(STEPS, 1, "train", Map.of(), e -> {
                    if (e instanceof Event.Metrics m) {
                        metrics.add(m.values());
                    }
                }, () -> loop.steps() >= stopAfter);
                assertThat(ended).isEqualTo(stopAfter >= STEPS);
                if (to != null) {
                    loop.save(to);
                }
                return new End(Tensors.toDoubles(energy.parameters().flat()), loop.carry(), metrics);
            } finally {
                if (gradient instanceof AutoCloseable closing) {
                    closing.close();
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gradients")
    void stoppedAndResumed(String name, Making making) throws Exception {
        End whole = train(making, STEPS, null, null);
        assertThat(whole.metrics()).hasSize(STEPS);
        assertThat(Arrays.stream(whole.parameters()).allMatch(Double::isFinite)).isTrue();
        for (int stop : new int[] {1, 3, 7}) {
            Path at = folder.resolve(name + stop);
            End first = train(making, stop, null, at);
            End second = train(making, STEPS, at, null);
            assertThat(second.parameters()).as("%s stopped after %d", name, stop).isEqualTo(whole.parameters());
            assertThat(second.carry().values().keySet()).isEqualTo(whole.carry().values().keySet());
            whole.carry().values().forEach((key, bits) -> assertThat(second.carry().get(key)).as(key).isEqualTo(bits));
            List<Map<String, Double>> joined = new ArrayList<>(first.metrics());
            joined.addAll(second.metrics());
            assertThat(joined).isEqualTo(whole.metrics());
        }
        if (name.equals("meco")) {
            assertThat(LogPartitions.of(whole.carry()).group(0).updates()).isEqualTo(STEPS);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gradients")
    void nativeMemoryStaysAsItIs(String name, Making making) throws Exception {
        try (Energy energy = Energy.trainable(EnergyPlan.of(Mlp.energy(Features.waves(2), 8)), ScalarType.Float, Seeds.of(2))) {
            StepGradient gradient = making.over(energy, new Engine<>(new EnergyScorer(energy), energy.parameters(), 1000, Exchange.alone()));
            try (StepLoop loop = new StepLoop(gradient, energy.parameters(), Optimizer.averaged(energy.parameters(), 0.5), step -> 0.01, 1)) {
                loop.run(3, 1, "warm", Map.of(), e -> {}, () -> false);
                long before = Scope.alive();
                loop.run(23, 1, "steps", Map.of(), e -> {}, () -> false);
                assertThat(Scope.alive()).as("native objects alive").isLessThanOrEqualTo(before);
            } finally {
                if (gradient instanceof AutoCloseable closing) {
                    closing.close();
                }
            }
        }
    }

    @Test
    void everyRowOnceBeforeAnyAgain() {
        NoiseSteps steps = steps();
        TreeSet<Double> seen = new TreeSet<>();
        for (int step = 0; step < 25; step++) {
            Example<PointBatch> example = steps.apply(step).get(0);
            assertThat(example.columns().get(Column.DATA)).hasSize(40).startsWith(1, 1).endsWith(0, 0);
            assertThat(example.batch().base()).isEqualTo(example.columns().get(Column.NOISE));
            for (int i = 0; i < 16; i++) {
                seen.add(example.batch().values()[2 * i]);
                if (step * 16 + i == 49) {
                    assertThat(seen).hasSize(50);
                }
            }
        }
        assertThat(steps.apply(3).get(0).batch().values()).as("a function of the step").isEqualTo(steps().apply(3).get(0).batch().values());
        assertThat(steps.apply(3).get(0).batch().values()).isNotEqualTo(steps.apply(4).get(0).batch().values());
    }

    @Test
    void noiseThatMissesDataIsRefused() {
        Density half = new Density() {
            @Override
            public Tensor sample(long n, Seeds seeds) {
                return NOISE.sample(n, seeds).abs();
            }

            @Override
            public Tensor logDensity(Tensor x) {
                double[] values = Tensors.toDoubles(x);
                return Tensors.of(Tensors.dtype(x), java.util.stream.IntStream.range(0, values.length / 2)
                    .mapToDouble(i -> values[2 * i] < 0.5 ? Double.NEGATIVE_INFINITY : 0).toArray());
            }

            @Override
            public long dimension() {
                return 2;
            }
        };
        assertThatThrownBy(() -> NoiseSteps.of(DATA, half, 4, 4, true, Seeds.of(1))).isInstanceOf(IllegalArgumentException.class)
            .hasMessageMatching("the noise density is zero at \\d+ of 50 rows: \\d+, .*").hasMessageContaining("or mix one in");
        assertThatThrownBy(() -> NoiseSteps.of(PointBatch.of(new double[3], 3), NOISE, 4, 4, true, Seeds.of(1))).hasMessageContaining("dimension 2")
            .hasMessageContaining("shape [3]");
    }
}
