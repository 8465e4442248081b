package dev.plackett.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A run folder cannot be used as asked: another configuration, another process, a full disk. The message says what to do. */
public final class RunFolderException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** A message for the user. */
    public RunFolderException(String message) {
        super(message);
    }

    private RunFolderException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Does something with files and explains what went wrong, if it does. */
    static void guard(Path path, Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    /** A write that failed. */
    static RunFolderException cannotWrite(Path path, IOException e) {
        return new RunFolderException(path + " cannot be written: " + reason(e) + ". What was committed before is safe: mend this and give the same command again.", e);
    }

    /** What the system says. */
    static String reason(IOException e) {
        if (!(e instanceof FileSystemException f)) {
            return e.getMessage();
        }
        return f.getReason() != null ? f.getReason() : f instanceof AccessDeniedException ? "access denied" : f.getClass().getSimpleName() + " " + f.getFile();
    }

    /** Something with files. */
    @FunctionalInterface
    interface Action {
        /** Does it. */
        void run() throws IOException;
    }
}
