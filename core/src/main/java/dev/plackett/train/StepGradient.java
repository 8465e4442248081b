package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * What gives one step's gradient: the engine with an objective on data that are made when they are needed (fresh noise, chains that move), or a step that is
 * not of the engine's form (score matching, variance reduction). See {@link StepLoop}.
 */
public interface StepGradient {

    /**
     * Computes the gradient of a step into the parameters' gradient buffer, replacing what was there.
     *
     * @param step  number of updates before it; the same step always draws the same random numbers
     * @param carry the objective's state
     */
    StepReport compute(long step, Carry carry);

    /** State beside parameters and carry, as flat tensors by name, complete between two steps: checkpointed with them. */
    default Map<String, Tensor> state() {
        return Map.of();
    }

    /** The engine's gradient of an objective on each step's examples. */
    static <B extends Batch<B>> StepGradient of(Engine<B> engine, Objective objective, LongFunction<List<Example<B>>> examples) {
        return (step, carry) -> engine.gradient(examples.apply(step), objective, carry);
    }
}
