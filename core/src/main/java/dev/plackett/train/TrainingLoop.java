package dev.plackett.train;

import dev.plackett.data.Batch;
import dev.plackett.data.Example;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.model.Scorer;
import dev.plackett.model.Want;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * Epochs of shuffled batches. The order of an epoch derives from (seed, epoch) and the place in it from the number of updates,
 * so a loop that is stopped and resumed from a {@link Checkpoint} goes on with the very next batch.
 *
 * @param <B> the kind of data
 */
public final class TrainingLoop<B extends Batch<B>> implements AutoCloseable {

    private final Settings settings;
    private final int examples;
    private final IntFunction<Example<B>> source;
    private final Seeds seeds;
    private final Schedule schedule;
    private final ParameterStore parameters;
    private final Trainer<B> trainer;
    private final Optional<MovingReference<B>> reference;

    /**
     * @param examples how many units there are
     * @param source   gives unit i; called anew each epoch, so that examples may be made when they are needed
     * @param seeds    root of the shuffles
     */
    public TrainingLoop(Scorer<B> scorer, ParameterStore parameters, Settings settings, int examples, IntFunction<Example<B>> source, Seeds seeds) {
        this(scorer, parameters, settings, examples, source, seeds, Optional.empty());
    }

    private TrainingLoop(Scorer<B> scorer, ParameterStore parameters, Settings settings, int examples, IntFunction<Example<B>> source, Seeds seeds,
                         Optional<MovingReference<B>> reference) {
        if (examples < 1) {
            throw new IllegalArgumentException("there is nothing to train on: 0 examples");
        }
        this.settings = settings;
        this.examples = examples;
        this.source = source;
        this.seeds = seeds.at("shuffle");
        this.parameters = parameters;
        schedule = Schedule.of(settings.schedule(), settings.learningRate(), settings.scheduleSteps(examples), settings.warmupRatio());
        trainer = new Trainer<>(new Engine<>(scorer, parameters, settings.microBatchTokens(), Exchange.alone()), parameters,
            settings.rule().over(parameters, settings.weightDecay()), schedule, settings.maxGradientNorm(), settings.projection());
        this.reference = reference;
        reference.ifPresent(r -> r.parameters().expectLayoutOf(parameters));
    }

    /** A loop over examples that are all there. */
    public static <B extends Batch<B>> TrainingLoop<B> over(List<Example<B>> examples, Scorer<B> scorer, ParameterStore parameters,
                                                            Settings settings, Seeds seeds) {
        return new TrainingLoop<>(scorer, parameters, settings, examples.size(), examples::get, seeds);
    }

    /** The same with a reference that follows the policy; the examples bring no reference log-likelihoods of their own, or lose them. */
    public static <B extends Batch<B>> TrainingLoop<B> over(List<Example<B>> examples, Scorer<B> scorer, ParameterStore parameters,
                                                            Settings settings, Seeds seeds, MovingReference<B> reference) {
        return new TrainingLoop<>(scorer, parameters, settings, examples.size(), examples::get, seeds, Optional.of(reference));
    }

    /**
     * Trains to the end, or until asked to stop.
     *
     * @param stage    name of the stage in progress events
     * @param labels   labels of the metric rows (round, method); the step is added
     * @param stop     asked before every update
     * @return whether the end was reached
     */
    public boolean run(Objective objective, String stage, Map<String, Object> labels, Listener listener, BooleanSupplier stop) {
        return run(objective, stage, labels, listener, stop, StopSignal.none());
    }

    /**
     * The same, where an update too may be given up: it has then changed nothing and is done anew when the training goes on.
     *
     * @param within asked before every micro-batch
     */
    public boolean run(Objective objective, String stage, Map<String, Object> labels, Listener listener, BooleanSupplier stop, StopSignal within) {
        long total = settings.totalSteps(examples);
        long perEpoch = settings.stepsPerEpoch(examples);
        if (schedule.rate(0) == 0 && schedule.rate(total - 1) == 0) {
            listener.warn("the learning rate is 0 in all " + total + " updates (a warm-up begins at 0): nothing will be learnt; take more data, smaller batches or"
                + " no warm-up");
        }
        int[] order = null;
        long orderOf = -1;
        while (trainer.steps() < total) {
            if (stop.getAsBoolean()) {
                return false;
            }
            long step = trainer.steps();
            if (orderOf != step / perEpoch) {
                orderOf = step / perEpoch;
                order = seeds.at(orderOf).permutation(examples);
            }
            int from = (int) (step % perEpoch) * settings.batchSize();
            List<Example<B>> batch = new ArrayList<>();
            for (int i = from; i < Math.min(examples, from + settings.batchSize()); i++) {
                batch.add(source.apply(order[i]));
            }
            Optional<Map<String, Double>> done = step(batch, objective, within);
            if (done.isEmpty()) {
                return false;
            }
            Map<String, Double> metrics = done.get();
            reference.ifPresent(r -> metrics.put("reference/updates", r.updates(step)));
            reference.ifPresent(r -> r.follow(trainer.steps(), parameters));
            Map<String, Object> row = new LinkedHashMap<>(labels);
            row.put("step", trainer.steps());
            listener.metrics("train", row, metrics);
            listener.progress(stage, trainer.steps(), total, "steps", String.format(Locale.ROOT, "loss %.4g", metrics.get("loss")));
        }
        return true;
    }

    /** An update; empty when it was given up. */
    private Optional<Map<String, Double>> step(List<Example<B>> batch, Objective objective, StopSignal stop) {
        try {
            return Optional.of(trainer.step(referenced(batch, objective, stop), objective, stop));
        } catch (StoppedException e) {
            return Optional.empty();
        }
    }

    /**
     * The objective's value ({@code loss}) and its metrics on examples that are not trained on, under the parameters as they are now.
     *
     * @param stop asked before every micro-batch
     * @throws StoppedException when asked to stop
     */
    public Map<String, Double> evaluate(List<Example<B>> heldOut, Objective objective, StopSignal stop) {
        return trainer.evaluate(referenced(heldOut, objective, stop), objective, stop);
    }

    private List<Example<B>> referenced(List<Example<B>> batch, Objective objective, StopSignal stop) {
        return reference.map(r -> r.attach(batch, new Want(objective.needs().grain(), Set.of()), stop)).orElse(batch);
    }

    private Map<String, Tensor> further() {
        return reference.map(r -> Map.of("reference", r.parameters().flat())).orElse(Map.of());
    }

    /** Updates so far. */
    public long steps() {
        return trainer.steps();
    }

    /** Writes all that is needed to go on. */
    public void save(Path folder) {
        Checkpoint.save(folder, parameters, trainer.optimizer(), further(), trainer.carry());
    }

    /** Goes on where a checkpoint was written. */
    public void restore(Path folder) {
        Carry carry = Checkpoint.restore(folder, parameters, trainer.optimizer(), further());
        reference.ifPresent(r -> r.parameters().refresh());
        trainer.carry(carry);
    }

    @Override
    public void close() {
        trainer.close();
    }
}
