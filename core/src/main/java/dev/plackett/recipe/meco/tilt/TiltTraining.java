package dev.plackett.recipe.meco.tilt;

import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.model.energy.Energy;
import dev.plackett.report.Checkpoints;
import dev.plackett.train.Optimizer;
import dev.plackett.train.Schedule;
import dev.plackett.train.StepLoop;
import java.util.function.LongConsumer;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A training that goes on from its last checkpoint, to the same bits.
 *
 * @param lesson what is learnt from
 * @param fit    how
 * @param steps  updates
 */
public record TiltTraining(Lesson lesson, Fit fit, long steps) {

    /**
     * Trains to the end.
     *
     * @param stop asked before every update
     * @param done takes how many updates were done since it was called last, those before a restart included
     * @return to be closed
     * @throws StoppedException                      when asked to stop; a checkpoint is left
     * @throws dev.plackett.train.NonFiniteException when the model diverged
     * @throws ArithmeticException                   likewise
     */
    public Tilt run(Checkpoints checkpoints, StopSignal stop, LongConsumer done) {
        Energy energy = Energy.trainable(lesson.plan(), ScalarType.Float, lesson.seeds());
        try {
            return run(energy, checkpoints, stop, done);
        } catch (RuntimeException e) {
            energy.close();
            throw e;
        }
    }

    private Tilt run(Energy energy, Checkpoints checkpoints, StopSignal stop, LongConsumer done) {
        Fit.Running running = fit.begin(lesson, energy);
        try (StepLoop loop = new StepLoop(running.gradient(), energy.parameters(), Optimizer.adamW(energy.parameters(), 0.9, 0.999, 1e-8, 0),
            Schedule.of(Schedule.Shape.COSINE, lesson.learningRate(), steps, 0), lesson.clip())) {
            Watch watch = StepsInStage.run(loop, steps, checkpoints, stop, done);
            return new Tilt(energy, lesson.noise(), loop.carry(), watch);
        } finally {
            running.close().run();
        }
    }
}
