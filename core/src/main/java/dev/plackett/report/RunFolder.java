package dev.plackett.report;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The folder a run writes into, held by one process at a time. Layout: {@code config.yaml}, {@code provenance.json}, {@code metrics.jsonl},
 * {@code timings.jsonl}, TensorBoard's events, {@code stages/NNN-name/}, {@code report.html}, and last of all {@code summary.json}.
 */
public final class RunFolder implements AutoCloseable {

    static final String CONFIG = "config.yaml";

    private final RunRequest request;
    private final FolderLock lock;
    private final Journal journal;
    private final StageStore stages;
    private final Provenance provenance;
    private final Listener listener;

    private RunFolder(RunRequest request, FolderLock lock, Listener console, StopSignal stop) {
        this.request = request;
        this.lock = lock;
        List<StageRecord> committed = StageStore.scan(request.folder());
        if (config(request.folder()).isEmpty()) {
            AtomicFiles.write(request.folder().resolve(CONFIG), request.config());
        }
        provenance = Provenance.open(request);
        journal = new Journal(request.folder(), provenance.attempt(), StageStore.end(committed));
        listener = journal.then(console);
        stages = new StageStore(request.folder(), committed, journal, listener, stop);
    }

    /** The summary of a run that ended, if the folder holds one. */
    public static Optional<ObjectNode> finished(Path folder) {
        Path summary = folder.resolve(Summary.FILE);
        return Files.exists(summary) ? Optional.of(Json.object(summary)) : Optional.empty();
    }

    /** The last checkpoint of the stage that a run which has not ended was at. */
    public static Optional<Path> lastCheckpoint(Path folder) {
        return StageStore.unfinished(folder).flatMap(stage -> Stage.checkpoints(stage).last());
    }

    /** The run's folder that a checkpoint lies in. */
    public static Optional<Path> ofCheckpoint(Path checkpoint) {
        Path run = checkpoint.toAbsolutePath().normalize();
        for (int i = 0; i < 4 && run != null; i++) {
            run = run.getParent();
        }
        return Optional.ofNullable(run).filter(r -> config(r).isPresent());
    }

    /** The name of the recipe that a folder was made with; the folder's own name when it does not tell. */
    public static String recipe(Path folder) {
        Path file = folder.resolve(Provenance.FILE);
        String own = folder.toAbsolutePath().normalize().getFileName().toString();
        return Files.exists(file) ? Json.object(file).path("recipe").asString(own) : own;
    }

    /** The resolved configuration that a folder was made with, if it holds one. */
    public static Optional<String> config(Path folder) {
        Path file = folder.resolve(CONFIG);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(file + " cannot be read", e);
        }
    }

    /**
     * Opens a folder to begin a run or to go on with it.
     *
     * @param console hears all events beside the folder's own files
     * @param stop    asked between stages and shards
     * @return the folder; empty when the run was finished before, with the same configuration
     * @throws RunFolderException when another configuration, another process or something that is no run is there
     */
    public static Optional<RunFolder> open(RunRequest request, Listener console, StopSignal stop) {
        Path folder = request.folder();
        refuseWhatIsNoRun(folder);
        OutputFolder.create(folder);
        FolderLock lock = FolderLock.take(folder);
        try {
            if (request.fresh() && config(folder).isPresent()) {
                lock = moveAway(folder, lock, console);
            }
            config(folder).ifPresent(old -> refuseAnother(old, request));
            Provenance.refuseOtherInputs(request);
            if (finished(folder).isPresent()) {
                lock.close();
                return Optional.empty();
            }
            return Optional.of(new RunFolder(request, lock, console, stop));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** The folder. */
    public Path path() {
        return request.folder();
    }

    /** Writes events down and passes them on to the console. */
    public Listener listener() {
        return listener;
    }

    /**
     * Does a stage, or passes over it when it was committed before.
     *
     * @param name   says what it does, in a few words, and is unique in the run: "round 1: sample"
     * @param budget seconds it is expected to take, 0 when unknown
     * @param inputs what it is made from beside the configuration: weights, data, earlier stages' digests
     * @param work   writes the result into {@link Stage#folder()}
     * @return the folder with the result
     * @throws RunFolderException when the stage was committed with other inputs
     */
    public Path stage(String name, double budget, ContentHash inputs, Stage.Work work) throws Exception {
        return stages.run(name, budget, inputs, work);
    }

    /** The folder with the result of a committed stage. */
    public Optional<Path> result(String stage) {
        return stages.result(stage);
    }

    /** All metric rows so far, those of earlier attempts included. */
    public MetricTable metrics() {
        return MetricTable.read(request.folder().resolve(Journal.METRICS));
    }

    /** Seconds that each committed stage took, in order. */
    public Map<String, Double> stageSeconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        stages.committed().forEach(stage -> seconds.put(stage.name(), stage.seconds()));
        return seconds;
    }

    /** Notes in provenance.json what a model or data set was. */
    public void provenance(String name, String digest) {
        provenance.hash(name, digest);
    }

    /** Versions, machine and hashes, for the report. */
    public Map<String, String> provenance() {
        return provenance.shown();
    }

    /** Wall time of the work that counts, over all attempts. */
    public double seconds() {
        return stages.elapsed();
    }

    /** Writes a file into the folder, whole or not at all. */
    public void write(String name, String text) {
        AtomicFiles.write(path().resolve(name), text);
    }

    /**
     * Ends the run: after this the folder is finished.
     *
     * @param results files and folders within this one that the run made for others to use, by name
     */
    public Summary finish(List<Long> seeds, List<Claim> claims, Map<String, Path> results) {
        journal.force();
        provenance.seeds(seeds);
        Summary summary = new Summary(request.recipe(), request.command(), seconds(), Summary.peakResidentMegabytes(), seeds, claims,
            relative(results));
        write(Summary.FILE, summary.json().toPrettyString() + "\n");
        return summary;
    }

    @Override
    public void close() {
        journal.close();
        lock.close();
    }

    private Map<String, String> relative(Map<String, Path> results) {
        Map<String, String> out = new LinkedHashMap<>();
        results.forEach((name, path) -> out.put(name, path().relativize(path).toString().replace('\\', '/')));
        return out;
    }

    /** A configuration without comments and empty lines. */
    static String body(String config) {
        return config.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).collect(Collectors.joining("\n"));
    }

    private static void refuseWhatIsNoRun(Path folder) {
        if (Files.isDirectory(folder) && !Files.exists(folder.resolve(CONFIG))) {
            try (Stream<Path> all = Files.list(folder)) {
                List<Path> foreign = all.filter(p -> !p.endsWith(FolderLock.FILE) && !p.toString().endsWith(AtomicFiles.UNFINISHED)).toList();
                if (!foreign.isEmpty()) {
                    throw new RunFolderException(folder + " is no run folder (it holds " + foreign.get(0).getFileName()
                        + " but no " + CONFIG + "); nothing was touched. Choose another with --out DIR");
                }
            } catch (IOException e) {
                throw RunFolderException.cannotWrite(folder, e);
            }
        }
    }

    private static FolderLock moveAway(Path folder, FolderLock lock, Listener console) {
        int n = 1;
        while (Files.exists(old(folder, n))) {
            n++;
        }
        Path target = old(folder, n);
        lock.close();
        RunFolderException.guard(target, () -> {
            Files.move(folder, target);
            Files.createDirectories(folder);
        });
        console.info("the run that was in " + folder + " is now " + target);
        return FolderLock.take(folder);
    }

    private static Path old(Path folder, int n) {
        return folder.resolveSibling(folder.getFileName() + ".old-" + n);
    }

    private static void refuseAnother(String old, RunRequest request) {
        if (body(old).equals(body(request.config()))) {
            return;
        }
        Set<String> before = body(old).lines().collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> now = body(request.config()).lines().collect(Collectors.toCollection(LinkedHashSet::new));
        String gone = before.stream().filter(line -> !now.contains(line)).map(line -> "\n  there:  " + line.strip()).collect(Collectors.joining());
        String come = now.stream().filter(line -> !before.contains(line)).map(line -> "\n  wanted: " + line.strip()).collect(Collectors.joining());
        Path folder = request.folder();
        throw new RunFolderException(folder + " holds a run with another configuration:" + gone + come
            + "\nGo on with that run: --resume " + folder + "\nWrite this one elsewhere: --out DIR\nStart over here: --fresh (the old folder is kept as "
            + folder.getFileName() + ".old-N)");
    }
}
