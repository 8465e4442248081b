package dev.plackett.report;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Progress for logs: a line when a stage begins and ends, and about every ten seconds between, with the time left. */
public final class PlainProgress implements Listener {

    private static final long EVERY_NANOS = 10_000_000_000L;

    private final PrintStream err;
    private final LongSupplier nanos;
    private final long start;
    private long stageStart;
    private long printed;
    private double budget;

    /** Writes to a stream, usually standard error. */
    public PlainProgress(PrintStream err) {
        this(err, System::nanoTime);
    }

    PlainProgress(PrintStream err, LongSupplier nanos) {
        this.err = err;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
        stageStart = start;
        printed = start;
    }

    @Override
    public void on(Event event) {
        long now = nanos.getAsLong();
        if (event instanceof Event.StageStarted stage) {
            stageStart = now;
            printed = now;
            budget = stage.budget();
            line(now, stage.name() + budget());
        } else if (event instanceof Event.Progress p && now - printed >= EVERY_NANOS) {
            printed = now;
            line(now, progress(p, (now - stageStart) / 1e9));
        } else if (event instanceof Event.StageEnded stage) {
            line(now, String.format(Locale.ROOT, "%s: done in %s%s", stage.name(), Durations.text(stage.seconds()), budget()));
        } else if (event instanceof Event.Message message) {
            line(now, (message.level() == Event.Level.WARNING ? "warning: " : "") + message.text());
        }
    }

    private String progress(Event.Progress p, double seconds) {
        String left = p.done() > 0 ? ", " + Durations.text(seconds / p.done() * (p.total() - p.done())) + " left" : "";
        String note = p.note().isEmpty() ? "" : ", " + p.note();
        return String.format(Locale.ROOT, "%s: %d of %d %s, %d %%%s%s", p.stage(), p.done(), p.total(), p.unit(), 100 * p.done() / Math.max(1, p.total()), note, left);
    }

    private String budget() {
        return budget > 0 ? " (budget " + Durations.text(budget) + ")" : "";
    }

    private void line(long now, String text) {
        err.println(String.format(Locale.ROOT, "[%s] %s", Durations.clock((now - start) / 1e9), text));
    }
}
