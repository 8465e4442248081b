package dev.plackett.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A running step server, ours or a peer's, seen from the driver. */
final class StepProcess implements AutoCloseable {

    /** How long one step took, in seconds. */
    record Timing(double wall, double cpu) {}

    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;

    private StepProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Starts a server by a shell's command line; its standard error is the driver's. */
    static StepProcess start(String name, String command) {
        try {
            return new StepProcess(name, new ProcessBuilder("sh", "-c", "exec " + command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    String name() {
        return name;
    }

    /** Returns once the server is ready to step. */
    void awaitReady() {
        read("READY", 1);
    }

    /** One step. */
    Timing step() {
        try {
            orders.write("\n");
            orders.flush();
        } catch (IOException e) {
            throw new IllegalStateException(name + " ended: it takes no orders", e);
        }
        String[] words = read("STEP", 3);
        return new Timing(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
    }

    /** Ends the server; the most memory it had resident, in MB. */
    long finish() {
        try {
            orders.close();
        } catch (IOException e) {
            throw new IllegalStateException(name + " ended before it was told to", e);
        }
        return Long.parseLong(read("HWM", 2)[1]) / 1024;
    }

    /** Skips whatever else is printed. */
    private String[] read(String prefix, int words) {
        try {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                String[] parts = line.strip().split("\\s+");
                if (parts[0].equals(prefix) && parts.length == words) {
                    return parts;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
        throw new IllegalStateException(name + " ended before it said " + prefix);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
