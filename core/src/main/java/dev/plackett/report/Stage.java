package dev.plackett.report;

import dev.plackett.event.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A stage at work. What it leaves in {@link #folder()} becomes its result when it returns; until then nothing of it counts,
 * except {@linkplain #shard shards} and the last {@linkplain #checkpoint checkpoint}, which a later attempt takes up.
 */
public final class Stage {

    private static final String CHECKPOINTS = "checkpoints";
    private static final String JOURNAL = "journal";

    private final Path folder;
    private final Journal journal;
    private final Journal.Position start;
    private final StopSignal stop;

    Stage(Path folder, Journal journal, Journal.Position start, StopSignal stop) {
        this.folder = folder;
        this.journal = journal;
        this.start = start;
        this.stop = stop;
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
     * Keeps all that is needed to go on from here, with the metric rows written so far; the checkpoint before it is deleted.
     * Nothing happens when there is one of this step already.
     *
     * @param step    updates done, growing
     * @param content writes into the folder it is given
     */
    public void checkpoint(long step, Writer content) {
        Path all = folder.resolve(CHECKPOINTS);
        Path target = all.resolve("step-" + step);
        Path partial = all.resolve("step-" + step + AtomicFiles.UNFINISHED);
        if (Files.exists(target)) {
            return;
        }
        RunFolderException.guard(target, () -> {
            AtomicFiles.delete(partial);
            Files.createDirectories(partial);
            content.write(partial);
            journal.saveSince(start, partial.resolve(JOURNAL));
            AtomicFiles.commit(partial, target);
            for (Path other : children(all)) {
                if (!other.equals(target)) {
                    AtomicFiles.delete(other);
                }
            }
        });
    }

    /** The last checkpoint of an earlier attempt; the metric rows up to it are in place. */
    public Optional<Path> lastCheckpoint() {
        return children(folder.resolve(CHECKPOINTS)).stream().filter(p -> !p.toString().endsWith(AtomicFiles.UNFINISHED))
            .max(Comparator.comparingLong(p -> Long.parseLong(p.getFileName().toString().substring("step-".length()))));
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
        AtomicFiles.delete(folder.resolve(CHECKPOINTS));
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw RunFolderException.cannotWrite(folder, e);
        }
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
