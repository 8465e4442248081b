package dev.plackett.event;

import java.util.Map;

/** Receives {@link Event}s, in order, on the thread that does the work. Must return quickly and not throw. */
@FunctionalInterface
public interface Listener {

    /** Takes one event. */
    void on(Event event);

    /** A listener that ignores everything. */
    static Listener none() {
        return event -> {};
    }

    /** This listener, then {@code next}. */
    default Listener then(Listener next) {
        return event -> {
            on(event);
            next.on(event);
        };
    }

    /** Emits a {@link Event.Message} of level INFO. */
    default void info(String text) {
        on(new Event.Message(Event.Level.INFO, text));
    }

    /** Emits a {@link Event.Message} of level WARNING. */
    default void warn(String text) {
        on(new Event.Message(Event.Level.WARNING, text));
    }

    /** Emits a {@link Event.Metrics} row. */
    default void metrics(String series, Map<String, Object> labels, Map<String, Double> values) {
        on(new Event.Metrics(series, labels, values));
    }

    /** Emits a {@link Event.Progress}. */
    default void progress(String stage, long done, long total, String unit, String note) {
        on(new Event.Progress(stage, done, total, unit, note));
    }
}
