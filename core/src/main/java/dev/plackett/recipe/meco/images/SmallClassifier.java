package dev.plackett.recipe.meco.images;

import dev.plackett.data.PointBatch;
import dev.plackett.data.points.Points;
import dev.plackett.event.StopSignal;
import dev.plackett.model.energy.ClassScorer;
import dev.plackett.model.energy.EnergyPlan;
import dev.plackett.model.energy.Mlp;
import dev.plackett.model.density.LogDensity;
import dev.plackett.objective.Objective;
import dev.plackett.recipe.meco.tilt.StepsInStage;
import dev.plackett.report.Checkpoints;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.Optimizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.StepGradient;
import dev.plackett.train.StepLoop;
import dev.plackett.train.energy.LikelihoodSteps;
import java.util.function.LongConsumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A classifier of our own: its last hidden layer is what images are compared by, and its logits can be read as an energy.
 *
 * @param network    what it computes
 * @param parameters its weights, which it owns
 */
public record SmallClassifier(Mlp network, ParameterStore parameters) implements AutoCloseable {

    private static final int BATCH = 128;
    private static final double RATE = 1e-3;
    private static final double CLIP = 10;
    private static final int CHUNK = 4096;

    /** One that is about to be trained. */
    public static SmallClassifier begin(Mlp network, Seeds seeds) {
        ParameterStore store = ParameterStore.trainable(network.parameters(), ScalarType.Float, ScalarType.Float);
        try (NoGradGuard off = new NoGradGuard()) {
            network.initialise(store, seeds.at("initial weights"));
        }
        return new SmallClassifier(network, store);
    }

    /** Updates of so many passes over so many rows. */
    public static long updates(int rows, int epochs) {
        return Math.max(1, (long) rows * epochs / BATCH);
    }

    /** Trains by maximum likelihood, from the last checkpoint on. */
    public void train(Points rows, int[] classes, int epochs, Seeds seeds, Checkpoints checkpoints, StopSignal stop, LongConsumer done) {
        PointBatch data = PointBatch.of(rows.values(), rows.dimension()).withGroups(classes);
        long steps = updates(rows.rows(), epochs);
        Engine<PointBatch> engine = new Engine<>(new ClassScorer(network.over(parameters), parameters, ClassScorer.Score.CONDITIONAL), parameters, BATCH,
            Exchange.alone());
        try (StepLoop loop = new StepLoop(StepGradient.of(engine, Objective.sft(), new LikelihoodSteps(data, BATCH, seeds)), parameters,
            Optimizer.adamW(parameters, 0.9, 0.999, 1e-8, 0), Schedule.of(Schedule.Shape.COSINE, RATE, steps, 0), CLIP)) {
            StepsInStage.run(loop, steps, checkpoints, stop, done);
        }
    }

    /** The last hidden layer of rows, {@code [n, width]}. */
    public Points features(Points rows) {
        Points out = null;
        for (int from = 0; from < rows.rows(); from += CHUNK) {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                Points some = Points.of(network.hidden(parameters).forward(rows.slice(from, Math.min(rows.rows(), from + CHUNK)).tensor(ScalarType.Float)));
                out = out == null ? some : out.then(some);
            }
        }
        return out;
    }

    /** log Σ_y exp(logit_y): high where it has seen the like (JEM; the energy score of out-of-distribution detection). */
    public LogDensity energy() {
        LogDensity f = EnergyPlan.classifier(network).over(parameters);
        return x -> f.of(x.to(ScalarType.Float)).to(ScalarType.Double);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
