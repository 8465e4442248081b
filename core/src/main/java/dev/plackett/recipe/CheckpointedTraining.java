package dev.plackett.recipe;

import dev.plackett.data.Batch;
import dev.plackett.event.Listener;
import dev.plackett.objective.Objective;
import dev.plackett.report.Stage;
import dev.plackett.train.TrainingLoop;
import java.util.Map;

/** A training loop within a stage: it goes on from the stage's last checkpoint, leaves one every so many updates, and one more when it is asked to stop. */
public final class CheckpointedTraining {

    private CheckpointedTraining() {}

    /**
     * Trains to the end.
     *
     * @param every updates between two checkpoints
     * @throws dev.plackett.event.StoppedException when asked to stop; a checkpoint is left
     */
    public static <B extends Batch<B>> void run(TrainingLoop<B> loop, Objective objective, String name, Map<String, Object> labels, Stage stage,
                                                Listener listener, int every) {
        stage.lastCheckpoint().ifPresent(loop::restore);
        long[] saved = {loop.steps()};
        boolean ended = loop.run(objective, name, labels, listener, () -> {
            if (loop.steps() >= saved[0] + every) {
                stage.checkpoint(loop.steps(), loop::save);
                saved[0] = loop.steps();
            }
            return stage.stop().getAsBoolean();
        });
        if (!ended) {
            stage.checkpoint(loop.steps(), loop::save);
            stage.stop().check();
        }
    }
}
