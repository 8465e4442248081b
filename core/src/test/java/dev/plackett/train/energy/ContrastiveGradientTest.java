package dev.plackett.train.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.PointBatch;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.model.energy.LocationFamily;
import dev.plackett.objective.Carry;
import dev.plackett.objective.energy.ContrastiveDivergence;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.StepLoop;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ContrastiveGradientTest {

    private static final ContrastiveDivergence PLAIN = new ContrastiveDivergence(0);

    private static PointBatch data() {
        SplittableRandom random = new SplittableRandom(5);
        double[] values = new double[2000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i % 2 == 0 ? 2 : -1) + random.nextGaussian();
        }
        return PointBatch.of(values, 2);
    }

    /** Gibbs-like: forgets half of where it was, exactly invariant for a unit Gaussian around θ. */
    private static Chain halfway(Energy energy) {
        return (from, seeds) -> {
            Tensor theta = energy.parameters().master("theta");
            Tensor noise = Tensors.normal(seeds, Math.sqrt(0.75), Tensors.shape(from)).to(Tensors.dtype(from));
            return from.sub(theta).mul(Tensors.scalar(0.5)).add(theta).add(noise);
        };
    }

    private static double[] train(boolean persistent) throws Exception {
        try (Energy energy = Energy.trainable(LocationFamily.gaussianMean(2), ScalarType.Float, Seeds.of(0))) {
            Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), 10_000, Exchange.alone());
            ContrastiveGradient gradient = persistent
                ? ContrastiveGradient.persistent(engine, energy.parameters(), PLAIN, data(), 100, halfway(energy), 100, ChainStart.uniform(-1, 1, 2), 300, 0.005,
                    Seeds.of(1))
                : ContrastiveGradient.fromData(engine, energy.parameters(), PLAIN, data(), 100, halfway(energy), Seeds.of(1));
            try (gradient; StepLoop loop = new StepLoop(gradient, energy.parameters(), Optimizer.averaged(energy.parameters(), 0.2), step -> 0.05, 0)) {
                for (int i = 0; i < 400; i++) {
                    loop.step();
                }
            }
            return Tensors.toDoubles(energy.parameters().master("theta"));
        }
    }

    @Test
    void findsTheMean() throws Exception {
        double[] mean = new double[2];
        double[] values = data().values();
        for (int i = 0; i < values.length; i++) {
            mean[i % 2] += values[i] / 1000;
        }
        assertThat(train(false)).containsExactly(mean, within(0.08));
        assertThat(train(true)).containsExactly(mean, within(0.08));
    }

    @Test
    void chainsPersistAndSomeBeginAnew() {
        Chain staying = (from, seeds) -> from.add(Tensors.scalar(100));
        try (Scope scope = Scope.open(); Chains chains = new Chains(ChainStart.uniform(0, 1, 3), 50, 0.2, ScalarType.Double, Seeds.of(1))) {
            double moved = 0;
            double anew = 0;
            double[] before = Tensors.toDoubles(chains.state().get("chains"));
            for (int step = 0; step < 40; step++) {
                double[] ends = Tensors.toDoubles(chains.move(10, staying, Seeds.of(2).at(step)));
                double[] after = Tensors.toDoubles(chains.state().get("chains"));
                int changed = 0;
                for (int i = 0; i < 50; i++) {
                    if (after[3 * i] != before[3 * i]) {
                        changed++;
                        double end = after[3 * i];
                        assertThat(ends).contains(end);
                        anew += Math.floor(end / 100) == 1 && Math.floor(before[3 * i] / 100) >= 1 ? 1 : 0;
                        moved += Math.floor(before[3 * i] / 100) >= 1 ? 1 : 0;
                    }
                }
                assertThat(changed).isEqualTo(10);
                before = after;
            }
            assertThat(anew / moved).isCloseTo(0.2, within(0.07));
        }
    }

    @Test
    void chainsThatLeaveAreNamed() {
        try (Energy energy = Energy.trainable(LocationFamily.gaussianMean(2), ScalarType.Float, Seeds.of(0))) {
            Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), 10_000, Exchange.alone());
            Chain leaving = (from, seeds) -> from.mul(Tensors.scalar(Double.POSITIVE_INFINITY));
            Chain flat = (from, seeds) -> from.sum(1);
            assertThatThrownBy(() -> ContrastiveGradient.fromData(engine, energy.parameters(), PLAIN, data(), 4, leaving, Seeds.of(1)).compute(0, Carry.empty()))
                .isInstanceOf(ArithmeticException.class).hasMessageContaining("a chain has left all bounds");
            assertThatThrownBy(() -> ContrastiveGradient.fromData(engine, energy.parameters(), PLAIN, data(), 4, flat, Seeds.of(1)).compute(0, Carry.empty()))
                .hasMessageContaining("what a chain gave: expected shape [4, 2]");
            assertThatThrownBy(() -> ContrastiveGradient.persistent(engine, energy.parameters(), PLAIN, data(), 4, flat, 5, ChainStart.uniform(0, 1, 2), 4, 0,
                Seeds.of(1))).hasMessageContaining("5 chains moved per step of 4");
        }
    }
}
