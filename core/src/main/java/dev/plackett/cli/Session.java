package dev.plackett.cli;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.report.BarProgress;
import dev.plackett.report.PlainProgress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** What all commands of this process share: the stop signal, what was typed, and where progress goes. */
final class Session {

    private static StopSignal stop = StopSignal.none();
    private static List<String> arguments = List.of();

    private Session() {}

    static void start(StopSignal signal, String[] args) {
        stop = signal;
        arguments = Arrays.asList(args.clone());
    }

    /** Asks loops to stop. */
    static StopSignal stop() {
        return stop;
    }

    /** What was typed, quoted where a shell needs it. */
    static String command() {
        return "plackett " + arguments.stream().map(a -> a.matches("[A-Za-z0-9_./:=,@%+-]+") ? a : "'" + a.replace("'", "'\\''") + "'").collect(Collectors.joining(" "));
    }

    /** Progress on standard error: bars on a terminal (the launcher tells), else lines. */
    static Listener console() {
        return Boolean.getBoolean("plackett.terminal") ? new BarProgress(System.err) : new PlainProgress(System.err);
    }
}
