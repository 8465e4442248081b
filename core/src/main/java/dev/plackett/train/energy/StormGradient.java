package dev.plackett.train.energy;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import dev.plackett.objective.Carry;
import dev.plackett.objective.energy.Storm;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import dev.plackett.train.Engine;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepReport;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * MECO with STORM's variance reduction for both averages: {@link Storm} for u, and v_t = h_t(θ_t) + (1 − β)(v_{t−1} − h_t(θ_{t−1})) for the gradient, h on the
 * same batch under the parameters now and before the last update. Not of the engine's one form: it asks it twice a step, and keeps three buffers of the
 * parameters' size. v is the gradient it gives, so the optimiser is plain descent, {@code Optimizer.averaged(store, 1)}.
 *
 * @param <B> the kind of data
 */
public final class StormGradient<B extends Batch<B>> implements StepGradient, AutoCloseable {

    private final Engine<B> engine;
    private final ParameterStore parameters;
    private final Storm storm;
    private final double beta;
    private final LongFunction<List<Example<B>>> examples;
    private final Tensor previous;
    private final Tensor average;
    private final Tensor now;

    /**
     * @param engine     over {@code parameters}
     * @param storm      the objective with its γ
     * @param beta       β, in (0, 1]
     * @param examples   each step's examples
     */
    public StormGradient(Engine<B> engine, ParameterStore parameters, Storm storm, double beta, LongFunction<List<Example<B>>> examples) {
        if (!(beta > 0 && beta <= 1)) {
            throw new IllegalArgumentException("beta is " + beta + ", expected above 0 and at most 1");
        }
        this.engine = engine;
        this.parameters = parameters;
        this.storm = storm;
        this.beta = beta;
        this.examples = examples;
        try (Scope scope = Scope.open()) {
            previous = Scope.own(torch.zeros_like(parameters.flat()));
            average = Scope.own(torch.zeros_like(parameters.flat()));
            now = Scope.own(torch.zeros_like(parameters.flat()));
        }
    }

    @Override
    public StepReport compute(long step, Carry carry) {
        List<Example<B>> batch = examples.apply(step);
        Carry state = step == 0 ? carry : beforeLastUpdate(batch, carry);
        StepReport report = engine.gradient(batch, storm, state);
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            if (step == 0) {
                average.copy_(parameters.gradient());
            } else {
                average.add_(parameters.gradient());
            }
            parameters.gradient().copy_(average);
            previous.copy_(parameters.flat());
        }
        return report;
    }

    /** Leaves (1 − β)(v − h(θ_{t−1})) in the average's place. */
    private Carry beforeLastUpdate(List<Example<B>> batch, Carry carry) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            now.copy_(parameters.flat());
            parameters.flat().copy_(previous);
        }
        parameters.refresh();
        Carry state;
        try {
            state = engine.gradient(batch, storm.before(), carry).carry();
        } finally {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                parameters.flat().copy_(now);
            }
            parameters.refresh();
        }
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            average.sub_(parameters.gradient()).mul_(Tensors.scalar(1 - beta));
        }
        return state;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of("storm.previous", previous, "storm.average", average);
    }

    @Override
    public void close() {
        previous.close();
        average.close();
        now.close();
    }
}
