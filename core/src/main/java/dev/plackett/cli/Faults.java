package dev.plackett.cli;

import dev.plackett.io.FormatException;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.RunFolderException;
import dev.plackett.train.NonFiniteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;

/** Exceptions → what to tell the user. */
final class Faults {

    /** Exceptions whose message is written for users. */
    private static final List<Class<? extends Exception>> CLEAR = List.of(InvalidConfigException.class, FormatException.class, RunFolderException.class,
        IllegalArgumentException.class, UncheckedIOException.class, NonFiniteException.class);

    /** Exceptions that mean that the input, not the work, is wrong. */
    private static final List<Class<? extends Exception>> INPUT = List.of(InvalidConfigException.class, FormatException.class, IllegalArgumentException.class,
        NoSuchFileException.class);

    private Faults() {}

    static boolean invalidInput(Exception e) {
        return e instanceof RunFolderException && e.getCause() == null
            || INPUT.stream().anyMatch(type -> type.isInstance(e) || e instanceof UncheckedIOException && type.isInstance(e.getCause()));
    }

    static String message(Exception e) {
        if (e instanceof InvalidConfigException invalid && invalid.problems().size() > 1) {
            return invalid.problems().size() + " problems:\n" + e.getMessage().indent(2).stripTrailing();
        }
        if (e instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        }
        if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + " may not be opened by this user";
        }
        if (e instanceof UncheckedIOException unchecked) {
            return e.getMessage() + (unchecked.getCause() == null || e.getMessage().contains(message(unchecked.getCause())) ? "" : ": " + message(unchecked.getCause()));
        }
        if (e instanceof IOException || e.getMessage() != null && CLEAR.stream().anyMatch(type -> type.isInstance(e))) {
            return e.getMessage() == null ? e.toString() : e.getMessage();
        }
        StackTraceElement[] trace = e.getStackTrace();
        return "internal error: " + e + (trace.length > 0 ? " at " + trace[0] : "") + "\n(--debug shows the stack trace)";
    }
}
