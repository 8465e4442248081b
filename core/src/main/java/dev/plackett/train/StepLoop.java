package dev.plackett.train;

import dev.plackett.event.Listener;
import dev.plackett.objective.Carry;
import dev.plackett.tensor.ParameterStore;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * So many updates by gradients that need no epochs. A loop that is stopped and resumed from its checkpoint goes on with the very next step, to the same bits:
 * everything random derives from the step's number, and what a step leaves behind is in the checkpoint.
 */
public final class StepLoop implements AutoCloseable {

    private final StepGradient gradient;
    private final Update update;
    private Carry carry = Carry.empty();

    /**
     * @param gradient        gives each step's gradient
     * @param parameters      what is trained
     * @param optimizer       the rule, over these parameters; closed with this loop
     * @param schedule        learning rate by step
     * @param maxGradientNorm gradients longer than this are scaled down to it; 0 leaves them as they are
     */
    public StepLoop(StepGradient gradient, ParameterStore parameters, Optimizer optimizer, Schedule schedule, double maxGradientNorm) {
        this.gradient = gradient;
        update = new Update(parameters, optimizer, schedule, maxGradientNorm);
    }

    /**
     * One update.
     *
     * @return TRL's metric names: loss, grad_norm, learning_rate, and the objective's own
     * @throws NonFiniteException when loss or gradient is not finite; the parameters are then unchanged
     */
    public Map<String, Double> step() {
        StepReport report = gradient.compute(steps(), carry);
        Map<String, Double> metrics = update.apply(report);
        carry = report.carry();
        return metrics;
    }

    /**
     * Updates until there have been {@code total}, or until asked to stop.
     *
     * @param total  updates in all, those before a resume included
     * @param every  a metric row is written every so many updates, and after the last one
     * @param stage  name of the stage in progress events
     * @param labels labels of the metric rows; the step is added
     * @param stop   asked before every update
     * @return whether the end was reached
     */
    public boolean run(long total, long every, String stage, Map<String, Object> labels, Listener listener, BooleanSupplier stop) {
        if (every < 1) {
            throw new IllegalArgumentException("a metric row every " + every + " updates, expected at least 1");
        }
        while (steps() < total) {
            if (stop.getAsBoolean()) {
                return false;
            }
            Map<String, Double> metrics = step();
            if (steps() % every == 0 || steps() == total) {
                Map<String, Object> row = new LinkedHashMap<>(labels);
                row.put("step", steps());
                listener.metrics("train", row, metrics);
                listener.progress(stage, steps(), total, "steps", String.format(Locale.ROOT, "loss %.4g", metrics.get("loss")));
            }
        }
        return true;
    }

    /** Updates so far. */
    public long steps() {
        return update.optimizer().steps();
    }

    /** The objective's state. */
    public Carry carry() {
        return carry;
    }

    /** Begins with, or goes on from, another state of the objective. */
    public void carry(Carry other) {
        carry = other;
    }

    /** Writes all that is needed to go on. */
    public void save(Path folder) {
        Checkpoint.save(folder, update.parameters(), update.optimizer(), gradient.state(), carry);
    }

    /** Goes on where a checkpoint was written. */
    public void restore(Path folder) {
        carry = Checkpoint.restore(folder, update.parameters(), update.optimizer(), gradient.state());
    }

    @Override
    public void close() {
        update.optimizer().close();
    }
}
