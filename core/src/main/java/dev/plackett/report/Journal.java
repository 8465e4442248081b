package dev.plackett.report;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes events down: {@code metrics.jsonl} and TensorBoard's file, which are cut back to the last commit when a run goes on,
 * and {@code timings.jsonl}, which keeps what every attempt measured.
 *
 * <p>While a resumed run passes through stages that were committed before, it emits the same rows again;
 * the journal is not {@linkplain #live live} then and leaves them out, since they are in the file.
 */
final class Journal implements Listener, AutoCloseable {

    static final String METRICS = "metrics.jsonl";
    static final String TIMINGS = "timings.jsonl";
    private static final String EVENTS = "events.out.tfevents.0000000000.plackett";

    private final AppendLog metrics;
    private final AppendLog timings;
    private final AppendLog events;
    private final int attempt;
    private boolean live;

    /**
     * How long the files were at a commit.
     *
     * @param metrics bytes of metrics.jsonl
     * @param events  bytes of TensorBoard's file
     */
    record Position(long metrics, long events) {
        static final Position START = new Position(0, 0);
    }

    Journal(Path folder, int attempt, Position committed) {
        this.attempt = attempt;
        metrics = AppendLog.open(folder.resolve(METRICS));
        timings = AppendLog.open(folder.resolve(TIMINGS));
        events = AppendLog.open(folder.resolve(EVENTS));
        rewind(committed);
    }

    /** Lets metric rows through from now on, or not. */
    void live(boolean on) {
        live = on;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.Metrics row && live) {
            metrics.append(line(row.series(), row.labels(), row.values()));
            events.append(TensorBoardEvents.scalars(row, now()));
        } else if (event instanceof Event.Timing row) {
            Map<String, Object> labels = new java.util.LinkedHashMap<>(row.labels());
            labels.put("attempt", attempt);
            timings.append(line(row.series(), labels, row.values()));
        } else if (event instanceof Event.StageEnded ended) {
            timings.append(line("stage", Map.of("stage", ended.name(), "attempt", attempt),
                Map.of("seconds", ended.seconds(), "peak_rss_mb", Summary.peakResidentMegabytes())));
        }
    }

    /** Forces all rows to the disk; what was written so far ends at the position returned. */
    Position force() {
        metrics.force();
        events.force();
        return new Position(metrics.size(), events.size());
    }

    /** Cuts the files back to a commit. */
    void rewind(Position to) {
        metrics.cut(to.metrics());
        events.cut(to.events());
        if (to.events() == 0) {
            events.append(TensorBoardEvents.header(now()));
        }
    }

    /** Writes the rows since a commit into a folder, for a checkpoint within a stage. */
    void saveSince(Position commit, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(METRICS), metrics.from(commit.metrics()));
        Files.write(folder.resolve(EVENTS), events.from(commit.events()));
    }

    /** Takes back rows that {@link #saveSince} wrote. */
    void restoreSince(Position commit, Path folder) throws IOException {
        rewind(commit);
        events.cut(commit.events());
        metrics.append(Files.readAllBytes(folder.resolve(METRICS)));
        events.append(Files.readAllBytes(folder.resolve(EVENTS)));
    }

    @Override
    public void close() {
        metrics.close();
        timings.close();
        events.close();
    }

    private static double now() {
        return System.currentTimeMillis() / 1000.0;
    }

    /** One row: series, labels, values, flat, names in alphabetical order since {@code Map.of} has another order in each process; a value that is not finite is written as null, which is all that JSON has for it. */
    private static byte[] line(String series, Map<String, Object> labels, Map<String, Double> values) {
        ObjectNode row = Json.object().put("series", series);
        new TreeMap<>(labels).forEach((name, label) -> row.set(name, Json.MAPPER.valueToTree(label)));
        new TreeMap<>(values).forEach((name, value) -> {
            if (row.has(name)) {
                throw new IllegalArgumentException("the row '" + series + "' has both a label and a value named '" + name + "'");
            }
            row.set(name, Double.isFinite(value) ? Json.MAPPER.getNodeFactory().numberNode(value) : Json.MAPPER.getNodeFactory().nullNode());
        });
        return (row + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
