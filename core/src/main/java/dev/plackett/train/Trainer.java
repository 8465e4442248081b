package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import dev.plackett.event.StopSignal;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.ParameterStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One optimiser step after another: the engine's gradient, clipping, the schedule's rate, the optimiser's update.
 *
 * @param <B> the kind of data
 */
public final class Trainer<B extends Batch<B>> implements AutoCloseable {

    private final Engine<B> engine;
    private final Update update;
    private final Optional<ProjectedGradient<B>> projection;
    private Carry carry = Carry.empty();

    /**
     * @param maxGradientNorm gradients longer than this are scaled down to it; 0 leaves them as they are
     */
    public Trainer(Engine<B> engine, ParameterStore parameters, Optimizer optimizer, Schedule schedule, double maxGradientNorm) {
        this(engine, parameters, optimizer, schedule, maxGradientNorm, Projection.NONE);
    }

    /**
     * @param maxGradientNorm gradients longer than this, projected or not, are scaled down to it; 0 leaves them as they are
     * @param projection      whether updates may make chosen answers less likely; other than NONE for objectives on pairs only
     */
    public Trainer(Engine<B> engine, ParameterStore parameters, Optimizer optimizer, Schedule schedule, double maxGradientNorm, Projection projection) {
        this.engine = engine;
        update = new Update(parameters, optimizer, schedule, maxGradientNorm);
        this.projection = projection == Projection.NONE ? Optional.empty() : Optional.of(new ProjectedGradient<>(engine, parameters, projection));
    }

    /**
     * One update.
     *
     * @return TRL's metric names: loss, grad_norm, learning_rate, and the objective's own
     * @throws NonFiniteException when loss or gradient is not finite; the parameters are then unchanged
     */
    public Map<String, Double> step(List<Example<B>> examples, Objective objective) {
        return step(examples, objective, StopSignal.none());
    }

    /**
     * The same, which may be asked to stop before it changes anything.
     *
     * @param stop asked before each micro-batch
     * @throws dev.plackett.event.StoppedException when asked to stop
     */
    public Map<String, Double> step(List<Example<B>> examples, Objective objective, StopSignal stop) {
        projection.ifPresent(p -> p.chosen(examples, stop));
        StepReport report = engine.gradient(examples, objective, carry, stop);
        projection.ifPresent(ProjectedGradient::gradient);
        Map<String, Double> out = update.apply(report);
        projection.ifPresent(ProjectedGradient::updated);
        carry = report.carry();
        projection.ifPresent(p -> out.putAll(p.metrics(examples)));
        return out;
    }

    /** The objective's value ({@code loss}) and its metrics on examples that are not trained on; asked to stop before each micro-batch. */
    public Map<String, Double> evaluate(List<Example<B>> examples, Objective objective, StopSignal stop) {
        StepReport report = engine.evaluate(examples, objective, carry, stop);
        Map<String, Double> out = new TreeMap<>(report.means());
        out.put("loss", report.value());
        return out;
    }

    /** Updates so far. */
    public long steps() {
        return update.optimizer().steps();
    }

    /** The optimiser. */
    public Optimizer optimizer() {
        return update.optimizer();
    }

    /** The objective's state. */
    public Carry carry() {
        return carry;
    }

    /** Restores the objective's state. */
    public void carry(Carry restored) {
        carry = restored;
    }

    @Override
    public void close() {
        projection.ifPresent(ProjectedGradient::close);
        update.optimizer().close();
    }
}
