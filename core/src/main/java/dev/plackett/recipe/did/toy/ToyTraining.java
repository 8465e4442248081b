package dev.plackett.recipe.did.toy;

import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.evaluate.did.Categorical;
import dev.plackett.event.StopSignal;
import dev.plackett.objective.Objective;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.Projection;
import dev.plackett.train.Schedule;
import dev.plackett.train.Trainer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/**
 * How the toy's policies are trained, by the engine that trains everything else; the settings are the specification's.
 *
 * @param rmsProp      RMSProp with torch's constants; else Adam with torch's
 * @param schedule     learning rate by update
 * @param steps        updates
 * @param projection   whether updates may make chosen responses less likely
 */
public record ToyTraining(boolean rmsProp, Schedule schedule, int steps, Projection projection) {

    /** All of a step in one graph. */
    private static final long BUDGET = Long.MAX_VALUE;

    /** Of the reference on the teacher's samples: Adam, 3e-3. */
    public static ToyTraining pretraining(int steps) {
        return new ToyTraining(false, step -> 3e-3, steps, Projection.NONE);
    }

    /** Of a model of the chosen or of the rejected responses: Adam, 1e-3 linearly to 0. */
    public static ToyTraining fineTuning(int steps) {
        return new ToyTraining(false, Schedule.of(Schedule.Shape.LINEAR, 1e-3, steps, 0), steps, Projection.NONE);
    }

    /** On preferences: RMSProp, 5e-4 after a warm-up of 20 updates, which stands in for the bias correction that RMSProp lacks. */
    public static ToyTraining preferences(int steps, Projection projection) {
        return new ToyTraining(true, step -> 5e-4 * Math.min(1, (step + 1) / 20.0), steps, projection);
    }

    /**
     * Trains.
     *
     * @param batches the examples of each update
     * @param between called before the first update and after every one with the number of updates done
     * @param stop    asked before every update
     */
    public void run(GruModel model, Objective objective, IntFunction<List<Example<TokenBatch>>> batches, IntConsumer between, StopSignal stop) {
        runWhile(model, objective, batches, done -> {
            between.accept(done);
            return true;
        }, stop);
    }

    /**
     * Trains until told otherwise.
     *
     * @param goOn asked before every update, with the number of updates done, whether to go on, and once more at the end
     */
    public void runWhile(GruModel model, Objective objective, IntFunction<List<Example<TokenBatch>>> batches, IntPredicate goOn, StopSignal stop) {
        int threads = torch.get_num_threads();
        // One thread is faster than two on matrices as small as these.
        torch.set_num_threads(1);
        Optimizer optimizer = rmsProp ? Optimizer.rmsProp(model.parameters(), 0.99, 1e-8, 0)
            : Optimizer.adamW(model.parameters(), 0.9, 0.999, 1e-8, 0);
        try (Trainer<TokenBatch> trainer = new Trainer<>(new Engine<>(model, model.parameters(), BUDGET, Exchange.alone()), model.parameters(),
            optimizer, schedule, 0, projection)) {
            for (int step = 0; goOn.test(step) && step < steps; step++) {
                stop.check();
                try (Scope scope = Scope.open()) {
                    trainer.step(batches.apply(step), objective);
                }
            }
        } finally {
            torch.set_num_threads(threads);
        }
    }

    /** Batches from examples in an order that is drawn anew for every pass over them; what does not fill a batch is left out of its pass. */
    public static IntFunction<List<Example<TokenBatch>>> shuffled(List<Example<TokenBatch>> examples, int batch, Seeds seeds) {
        int perPass = examples.size() / batch;
        if (perPass == 0) {
            throw new IllegalArgumentException(examples.size() + " examples do not fill one batch of " + batch);
        }
        int[][] order = new int[1][];
        return step -> {
            if (step % perPass == 0 || order[0] == null) {
                order[0] = seeds.at(step / perPass).permutation(examples.size());
            }
            int from = step % perPass * batch;
            return IntStream.range(from, from + batch).mapToObj(i -> examples.get(order[0][i])).toList();
        };
    }

    /** Batches of fresh samples: random prompts, responses by a policy. */
    public static IntFunction<List<Example<TokenBatch>>> sampled(ToyShape shape, ToyPolicy policy, int batch, Seeds seeds) {
        List<Categorical> draws = policy.prompts().stream().map(Categorical::of).toList();
        return step -> {
            SplittableRandom random = seeds.at(step).random();
            return IntStream.range(0, batch).mapToObj(i -> {
                int prompt = random.nextInt(shape.prompts());
                return ToyPairs.response(shape, prompt, draws.get(prompt).draw(random));
            }).toList();
        };
    }
}
