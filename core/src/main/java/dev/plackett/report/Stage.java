package dev.plackett.report;

import dev.plackett.event.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * A stage at work. What it leaves in {@link #folder()} becomes its result when it returns; until then nothing of it counts,
 * except {@linkplain #shard shards} and the last {@linkplain #checkpoint checkpoint}, which a later attempt takes up.
 */
public final class Stage {

    private static final String CHECKPOINTS = "checkpoints";
    private static final String JOBS = "job-checkpoints";
    private static final String JOURNAL = "journal";

    private final Path folder;
    private final Journal journal;
    private final Journal.Position start;
    private final StopSignal stop;
    private Checkpoints checkpoints;

    Stage(Path folder, Journal journal, Journal.Position start, StopSignal stop) {
        this.folder = folder;
        this.journal = journal;
        this.start = start;
        this.stop = stop;
        this.checkpoints = checkpoints(folder);
    }

    /** Those of a stage's folder. */
    static Checkpoints checkpoints(Path folder) {
        return new Checkpoints(folder.resolve(CHECKPOINTS));
    }

    /** Where the results go. An earlier attempt may have left files here: shards are whole, anything else is to be written over. */
    public Path folder() {
        return folder;
    }

    /** A file in {@link #folder()}. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * A file that is written whole or not at all: found there, it is left as it is; otherwise {@code content} writes it.
     * Before a shard is begun the run may be stopped. Metric rows are emitted after the shards, from the files, since a shard found there emits none.
     *
     * @param name    its name, the same for the same work
     * @param content writes to the path it is given
     * @return the file
     */
    public Path shard(String name, Writer content) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            stop.check();
            AtomicFiles.write(file, content::write);
        }
        return file;
    }

    /**
     * Lets checkpoints stay that nothing will be taken up from: by default there is one at a time, and none when the stage has ended.
     *
     * @param most  of them, the newest
     * @param which by their step, so that those stay that an undisturbed stage would have
     */
    public void keepCheckpoints(int most, LongPredicate which) {
        checkpoints = new Checkpoints(checkpoints.folder(), most, which);
    }

    /**
     * Keeps all that is needed to go on from here, with the metric rows written so far; the checkpoint before it is deleted, unless it
     * {@linkplain #keepCheckpoints is to stay}.
     * Nothing happens when there is one of this step already.
     *
     * @param step    updates done, growing
     * @param content writes into the folder it is given
     */
    public void checkpoint(long step, Writer content) {
        checkpoints.save(step, folder -> {
            content.write(folder);
            journal.saveSince(start, folder.resolve(JOURNAL));
        });
    }

    /** The last checkpoint of an earlier attempt; the metric rows up to it are in place. */
    public Optional<Path> lastCheckpoint() {
        return checkpoints.last();
    }

    /**
     * Checkpoints of one of several jobs that work side by side; they hold no metric rows, so the rows of such jobs are emitted at the end, from their shards.
     *
     * @param job its name, the same for the same work
     */
    public Checkpoints checkpoints(String job) {
        return new Checkpoints(folder.resolve(JOBS).resolve(job));
    }

    /** Asked between two pieces of work. */
    public StopSignal stop() {
        return stop;
    }

    /** Puts the rows of the last checkpoint back. */
    void restoreJournal() {
        lastCheckpoint().ifPresent(last -> RunFolderException.guard(last, () -> journal.restoreSince(start, last.resolve(JOURNAL))));
    }

    /** Deletes what only an attempt needs. */
    void tidy() throws IOException {
        checkpoints.tidy();
        AtomicFiles.delete(folder.resolve(JOBS));
    }

    /** Writes a file, or into a folder. */
    @FunctionalInterface
    public interface Writer {
        /** Writes to the path given. */
        void write(Path path) throws IOException;
    }

    /** The work of a stage. */
    @FunctionalInterface
    public interface Work {
        /** Does it. */
        void run(Stage stage) throws Exception;
    }
}
