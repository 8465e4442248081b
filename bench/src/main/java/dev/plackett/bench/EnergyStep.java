package dev.plackett.bench;

import dev.plackett.data.PointBatch;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.FullGaussian;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.model.energy.Features;
import dev.plackett.model.energy.Mlp;
import dev.plackett.objective.energy.Meco;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepLoop;
import dev.plackett.train.energy.NoiseSteps;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Updates of an unnormalised model by MECO, as {@code run meco} does them: a network that tilts Gaussian noise, fresh noise each time, clipping, AdamW. */
final class EnergyStep implements Workload {

    private static final int ROWS = 20_000;
    private static final double GAMMA = 0.1;
    private static final double LEARNING_RATE = 3e-3;
    private static final double CLIP = 10;

    private final Energy energy;
    private final StepLoop loop;
    private final int updates;

    private EnergyStep(Energy energy, StepLoop loop, int updates) {
        this.energy = energy;
        this.loop = loop;
        this.updates = updates;
    }

    /**
     * A network on normal data.
     *
     * @param plan    of the network, of points of {@code noise.dimension()} numbers
     * @param noise   that it tilts
     * @param batch   data, and noise, per update
     * @param updates in a step
     */
    static EnergyStep of(EnergyPlan plan, Density noise, int batch, int updates) {
        Seeds seeds = Seeds.of(0);
        int d = (int) noise.dimension();
        SplittableRandom random = seeds.at("data").random();
        double[] data = random.doubles((long) ROWS * d).map(u -> random.nextGaussian()).toArray();
        Energy energy = Energy.trainable(plan, ScalarType.Float, seeds);
        Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), 2L * batch, Exchange.alone());
        NoiseSteps steps = NoiseSteps.of(PointBatch.of(data, d), noise, batch, batch, true, seeds);
        StepLoop loop = new StepLoop(StepGradient.of(engine, Meco.of(GAMMA), steps), energy.parameters(),
            Optimizer.adamW(energy.parameters(), 0.9, 0.999, 1e-8, 0), Schedule.of(Schedule.Shape.COSINE, LEARNING_RATE, 1_000_000, 0), CLIP);
        return new EnergyStep(energy, loop, updates);
    }

    /** The network of the experiments on the plane, or one of coordinates alone. */
    static EnergyPlan plan(int dimension, boolean waves, double bound, Integer... widths) {
        EnergyPlan plan = EnergyPlan.of(Mlp.energy(waves ? Features.waves(dimension) : Features.coordinates(dimension), widths));
        return bound > 0 ? plan.bounded(bound) : plan;
    }

    /** Noise with a full covariance, or with independent coordinates. */
    static Density noise(int dimension, boolean full) {
        if (!full) {
            return DiagonalGaussian.isotropic(new double[dimension], 1.2);
        }
        double[][] covariance = new double[dimension][dimension];
        for (int i = 0; i < dimension; i++) {
            for (int j = 0; j < dimension; j++) {
                covariance[i][j] = i == j ? 1.1 : 0.1;
            }
        }
        return FullGaussian.of(new double[dimension], covariance);
    }

    @Override
    public void step() {
        for (int i = 0; i < updates; i++) {
            try (Scope scope = Scope.open()) {
                loop.step();
            }
        }
    }

    @Override
    public void close() {
        loop.close();
        energy.close();
    }
}
