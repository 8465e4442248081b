package dev.plackett.recipe;

import dev.plackett.data.Batch;
import dev.plackett.event.Listener;
import dev.plackett.event.StoppedException;
import dev.plackett.objective.Objective;
import dev.plackett.report.Stage;
import dev.plackett.train.TrainingLoop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A training loop within a stage: it goes on from the stage's last checkpoint, leaves one every so many updates, and one more when it is asked to stop. */
public final class CheckpointedTraining {

    /** In a checkpoint before whose next update something is still to be done. */
    private static final String DUE = "between-due";

    private CheckpointedTraining() {}

    /**
     * Trains to the end.
     *
     * @param every updates between two checkpoints
     * @throws dev.plackett.event.StoppedException when asked to stop; a checkpoint is left
     */
    public static <B extends Batch<B>> void run(TrainingLoop<B> loop, Objective objective, String name, Map<String, Object> labels, Stage stage,
                                                Listener listener, int every) {
        run(loop, objective, name, labels, stage, listener, every, steps -> {});
    }

    /**
     * Trains to the end, with something to be done on the way: an evaluation, say.
     *
     * @param every   updates between two checkpoints
     * @param between called before every update and after the last one with the number of updates done; once for each number, however often the run is
     *                stopped, since a checkpoint is taken after it. It may itself be stopped as long as it has emitted no metric, and is then called anew
     * @throws dev.plackett.event.StoppedException when asked to stop; a checkpoint is left
     */
    public static <B extends Batch<B>> void run(TrainingLoop<B> loop, Objective objective, String name, Map<String, Object> labels, Stage stage,
                                                Listener listener, int every, LongConsumer between) {
        Optional<Path> last = stage.lastCheckpoint();
        last.ifPresent(loop::restore);
        long[] saved = {loop.steps()};
        long[] seen = {last.isPresent() && !Files.exists(last.get().resolve(DUE)) ? loop.steps() : -1};
        boolean ended = loop.run(objective, name, labels, listener, () -> {
            if (loop.steps() != seen[0]) {
                seen[0] = loop.steps();
                between(loop, stage, between);
            }
            if (loop.steps() > saved[0] && loop.steps() % every == 0) {
                stage.checkpoint(loop.steps(), loop::save);
                saved[0] = loop.steps();
            }
            return stage.stop().getAsBoolean();
        }, stage.stop());
        if (!ended) {
            stage.checkpoint(loop.steps(), loop::save);
            stage.stop().check();
        }
        between(loop, stage, between);
    }

    private static <B extends Batch<B>> void between(TrainingLoop<B> loop, Stage stage, LongConsumer between) {
        try {
            between.accept(loop.steps());
        } catch (StoppedException e) {
            stage.checkpoint(loop.steps(), folder -> {
                loop.save(folder);
                Files.createFile(folder.resolve(DUE));
            });
            throw e;
        }
    }
}
