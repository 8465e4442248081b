package dev.plackett.recipe.meco.tilt;

import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.report.Checkpoints;
import dev.plackett.tensor.Scope;
import dev.plackett.train.StepLoop;
import java.util.function.LongConsumer;

/** A loop of updates within a job of a stage: it goes on from the job's last checkpoint, to the same bits, and leaves one when it is asked to stop. */
public final class StepsInStage {

    /** Updates between two checkpoints: some seconds of work. */
    private static final long EVERY = 1000;
    private static final long TELL_EVERY = 50;

    private StepsInStage() {}

    /**
     * Trains until there have been {@code total} updates.
     *
     * @param stop asked before every update
     * @param done takes how many updates were done since it was called last, those before a restart included
     * @return what the importance weights did
     * @throws StoppedException when asked to stop
     */
    public static Watch run(StepLoop loop, long total, Checkpoints checkpoints, StopSignal stop, LongConsumer done) {
        Watch watch = new Watch();
        checkpoints.last().ifPresent(folder -> {
            loop.restore(folder);
            watch.restore(folder);
        });
        long told = 0;
        while (loop.steps() < total) {
            if (stop.getAsBoolean()) {
                save(loop, watch, checkpoints);
                throw new StoppedException();
            }
            try (Scope scope = Scope.open()) {
                watch.see(loop.step());
            }
            if (loop.steps() % EVERY == 0) {
                save(loop, watch, checkpoints);
            }
            if (loop.steps() % TELL_EVERY == 0 || loop.steps() == total) {
                done.accept(loop.steps() - told);
                told = loop.steps();
            }
        }
        return watch;
    }

    private static void save(StepLoop loop, Watch watch, Checkpoints checkpoints) {
        checkpoints.save(loop.steps(), folder -> {
            loop.save(folder);
            watch.save(folder);
        });
    }
}
