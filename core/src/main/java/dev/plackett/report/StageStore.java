package dev.plackett.report;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The stages of a run, one after the other. A stage works in a folder with a temporary name; its commit is the renaming of that folder,
 * a single atomic act, after its files, the metric rows and {@code stage.json} were forced to the disk.
 *
 * <p>The same configuration asks for the same stages in the same order. So when a run goes on, stages that are committed are passed over
 * (and so are the rows they emitted), metrics.jsonl is cut back to the last commit, and the first stage that is not committed starts anew,
 * or from its last checkpoint. The metrics of a killed and resumed run are the same bytes as those of an undisturbed one.
 */
final class StageStore {

    private final Path run;
    private final Path root;
    private final Journal journal;
    private final Listener listener;
    private final StopSignal stop;
    private final long startedNanos = System.nanoTime();
    private final List<StageRecord> committed;
    private final double elapsedBefore;
    private int next;
    private boolean busy;

    StageStore(Path run, List<StageRecord> committed, Journal journal, Listener listener, StopSignal stop) {
        this.run = run;
        this.root = run.resolve("stages");
        this.journal = journal;
        this.listener = listener;
        this.stop = stop;
        this.committed = new ArrayList<>(committed);
        this.elapsedBefore = committed.isEmpty() ? 0 : committed.get(committed.size() - 1).elapsed();
        journal.live(committed.isEmpty());
    }

    /** The committed stages of a run folder in order; what is not committed is left alone. */
    static List<StageRecord> scan(Path run) {
        Path root = run.resolve("stages");
        List<StageRecord> records = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> folders = Files.list(root)) {
                folders.filter(f -> !f.toString().endsWith(AtomicFiles.UNFINISHED)).sorted().map(StageRecord::read).forEach(records::add);
            } catch (IOException e) {
                throw RunFolderException.cannotWrite(root, e);
            }
        }
        for (int i = 0; i < records.size(); i++) {
            if (records.get(i).index() != i) {
                throw new RunFolderException("stage " + i + " is missing in " + root + "; start over with --fresh");
            }
        }
        return records;
    }

    /** The folder of the stage that a run was at when it was left. */
    static Optional<Path> unfinished(Path run) {
        Path root = run.resolve("stages");
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(root)) {
            return folders.filter(f -> f.toString().endsWith(AtomicFiles.UNFINISHED)).max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(root + " cannot be listed", e);
        }
    }

    /** Where the journal's files ended at the last commit. */
    static Journal.Position end(List<StageRecord> records) {
        return records.isEmpty() ? Journal.Position.START : records.get(records.size() - 1).position();
    }

    /** See {@link RunFolder#stage}. */
    Path run(String name, double budget, ContentHash inputs, Stage.Work work) throws Exception {
        if (busy) {
            throw new IllegalStateException("stage '" + name + "' begins within another stage");
        }
        Path folder = folder(next, name);
        if (next < committed.size()) {
            StageRecord record = committed.get(next);
            record.check(name, inputs, run);
            next++;
            journal.live(next == committed.size());
            listener.info(String.format(Locale.ROOT, "%s: done before (%.0f s)", name, record.seconds()));
            return folder;
        }
        busy = true;
        try {
            stop.check();
            work(name, budget, inputs, work, folder);
        } finally {
            busy = false;
        }
        return folder;
    }

    /** The folder of a committed stage. */
    Optional<Path> result(String name) {
        return committed.stream().filter(record -> record.name().equals(name)).map(record -> folder(record.index(), name)).findFirst();
    }

    private Path folder(int index, String name) {
        return root.resolve(String.format(Locale.ROOT, "%03d-%s", index, name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-")));
    }

    private void work(String name, double budget, ContentHash inputs, Stage.Work work, Path folder) throws Exception {
        Path partial = folder.resolveSibling(folder.getFileName() + AtomicFiles.UNFINISHED);
        prepare(partial, inputs);
        Stage stage = new Stage(partial, journal, end(committed), stop);
        stage.restoreJournal();
        long from = System.nanoTime();
        listener.on(new Event.StageStarted(name, budget));
        try {
            work.run(stage);
        } catch (IOException e) {
            throw RunFolderException.cannotWrite(partial, e);
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        RunFolderException.guard(folder, () -> {
            stage.tidy();
            Files.delete(partial.resolve(INPUTS));
            StageRecord record = new StageRecord(next, name, inputs, seconds, elapsed(), journal.force());
            Files.writeString(partial.resolve(StageRecord.FILE), record.json());
            AtomicFiles.commit(partial, folder);
            committed.add(record);
            next++;
        });
        listener.on(new Event.StageEnded(name, seconds));
    }

    private static final String INPUTS = "inputs";

    /** An earlier attempt's folder is taken up only when it was made from the same inputs. */
    private static void prepare(Path partial, ContentHash inputs) {
        Path file = partial.resolve(INPUTS);
        RunFolderException.guard(partial, () -> {
            if (!Files.exists(file) || !Files.readString(file).equals(inputs.digest())) {
                AtomicFiles.delete(partial);
                Files.createDirectories(partial);
                AtomicFiles.write(file, inputs.digest());
            }
        });
    }

    /** Wall time of the work that counts: of earlier attempts up to their last commit, and of this one. */
    double elapsed() {
        return elapsedBefore + (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Committed stages. */
    List<StageRecord> committed() {
        return List.copyOf(committed);
    }
}
