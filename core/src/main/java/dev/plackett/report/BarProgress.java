package dev.plackett.report;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress for terminals: one bar per stage with its rate, the time left and the stage's budget; sentences between the bars. */
public final class BarProgress implements Listener, AutoCloseable {

    private static final int WIDTH = 118;
    private static final int LONGEST_NAME = 32;

    private final PrintStream err;
    private ProgressBar bar;
    private double budget;

    /** Writes to a stream that is a terminal. */
    public BarProgress(PrintStream err) {
        this.err = err;
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.StageStarted stage) {
            close();
            budget = stage.budget();
        } else if (event instanceof Event.Progress p) {
            if (bar == null) {
                bar = open(p);
            }
            bar.maxHint(p.total());
            bar.stepTo(p.done());
            bar.setExtraMessage((p.note().isEmpty() ? "" : " " + p.note()) + (budget > 0 ? "  budget " + Durations.text(budget) : ""));
        } else if (event instanceof Event.StageEnded stage) {
            close();
            String against = budget > 0 ? " (budget " + Durations.text(budget) + ")" : "";
            err.println(String.format(Locale.ROOT, "%s: %s%s", stage.name(), Durations.text(stage.seconds()), against));
        } else if (event instanceof Event.Message message) {
            close();
            err.println((message.level() == Event.Level.WARNING ? "warning: " : "") + message.text());
        }
    }

    private ProgressBar open(Event.Progress p) {
        return new ProgressBarBuilder().setTaskName(p.stage().length() > LONGEST_NAME ? p.stage().substring(0, LONGEST_NAME) : p.stage())
            .setInitialMax(p.total()).setUnit(" " + p.unit(), 1).setStyle(ProgressBarStyle.COLORFUL_UNICODE_BAR).setUpdateIntervalMillis(250)
            .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH)).showSpeed().build();
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
