package dev.plackett.train.energy;

import dev.plackett.data.PointBatch;
import dev.plackett.data.points.Points;
import dev.plackett.model.density.Chained;
import dev.plackett.model.density.Density;
import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.Transformed;
import dev.plackett.model.density.Whitening;
import dev.plackett.model.energy.Energy;
import dev.plackett.model.energy.EnergyScorer;
import dev.plackett.model.flow.CouplingFlow;
import dev.plackett.model.flow.CouplingPlan;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepLoop;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains a flow on whitened points by maximum likelihood: AdamW without decay, a cosine to 0, gradients clipped to length 10. {@link #loop} does the steps and
 * is saved and restored; {@link #density} is the flow as it is at that moment, and may serve as noise while the flow learns alongside a model.
 */
public final class FlowFit implements AutoCloseable {

    private static final double CLIP = 10;

    private final Energy energy;
    private final StepLoop loop;
    private final Density density;

    /**
     * @param plan         the flow
     * @param points       to learn from; none of their directions may be constant
     * @param steps        over which the learning rate falls
     * @param rows         points per step
     * @param learningRate at the beginning
     * @param seeds        of first weights and shuffles
     */
    public FlowFit(CouplingPlan plan, Points points, long steps, int rows, double learningRate, Seeds seeds) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor x = points.tensor();
            Whitening whitening = Whitening.fitted(x, points.dimension(), 0);
            PointBatch white = PointBatch.of(Tensors.toDoubles(whitening.project(x)), points.dimension());
            energy = Energy.trainable(plan, ScalarType.Double, seeds.at("flow"));
            density = new Transformed(new Chained(List.of(whitening, new CouplingFlow(plan, energy.parameters()))), DiagonalGaussian.standard(plan.dimension()));
            Engine<PointBatch> engine = new Engine<>(new EnergyScorer(energy), energy.parameters(), rows, Exchange.alone());
            loop = new StepLoop(StepGradient.of(engine, Objective.sft(), new LikelihoodSteps(white, rows, seeds)), energy.parameters(),
                Optimizer.adamW(energy.parameters(), 0.9, 0.999, 1e-8, 0), Schedule.of(Schedule.Shape.COSINE, learningRate, steps, 0), CLIP);
        }
    }

    /** The training; its loss is that of whitened points. */
    public StepLoop loop() {
        return loop;
    }

    /** The density of points under the flow as it is. Lives as long as this. */
    public Density density() {
        return density;
    }

    @Override
    public void close() {
        loop.close();
        energy.close();
    }
}
