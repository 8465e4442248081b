package dev.plackett.train.energy;

import dev.plackett.data.PointBatch;
import dev.plackett.model.density.LogDensity;
import dev.plackett.objective.Carry;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepReport;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/**
 * Training by a {@link ScoreLoss}: gradients of gradients. Not of the engine's form, which knows numbers per row and their gradients only; here autograd goes
 * through the whole loss.
 */
public final class ScoreMatching implements StepGradient {

    private final LogDensity f;
    private final ParameterStore parameters;
    private final ScoreLoss loss;
    private final DataSteps data;
    private final Seeds seeds;

    /**
     * @param f          the model, its tilt included
     * @param parameters its weights
     * @param loss       which loss
     * @param data       all data; bases are not looked at
     * @param rows       data per step
     * @param seeds      root of shuffles and draws
     */
    public ScoreMatching(LogDensity f, ParameterStore parameters, ScoreLoss loss, PointBatch data, int rows, Seeds seeds) {
        this.f = f;
        this.parameters = parameters;
        this.loss = loss;
        this.data = new DataSteps(data, rows, seeds);
        this.seeds = seeds.at("score matching");
    }

    @Override
    public StepReport compute(long step, Carry carry) {
        parameters.zeroGradient();
        try (Scope scope = Scope.open()) {
            PointBatch batch = data.batch(step);
            Tensor x = batch.tensor(parameters.compute());
            Tensor value = loss.of(f, x, seeds.at(step));
            value.backward();
            parameters.collect();
            return new StepReport(value.item_double(), Map.of(), carry, 1, batch.sequences());
        }
    }
}
