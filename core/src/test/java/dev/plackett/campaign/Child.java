package dev.plackett.campaign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM of its own that runs a main class of this build, as a user's would run.
 *
 * @param process the process
 * @param folder  where it was started; crash files would be here
 * @param log     its standard error and output
 */
record Child(Process process, Path folder, Path log) {

    private static final long LIMIT_MINUTES = 90;

    /** Starts one. */
    static Child start(Path folder, List<String> jvm, String main, String... args) throws IOException {
        Files.createDirectories(folder);
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-XX:+UseSerialGC",
            "-XX:ErrorFile=" + folder.toAbsolutePath().resolve("hs_err_pid%p.log"), "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main));
        command.addAll(Arrays.asList(args));
        Path log = Files.createTempFile(folder, "child", ".log");
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        return new Child(process, folder, log);
    }

    /** Its exit status, once it ended. */
    int exit() throws InterruptedException {
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("a process did not end within " + LIMIT_MINUTES + " minutes; its log is " + log);
        }
        return process.exitValue();
    }

    /** Asks it to end, as {@code kill} does. */
    void terminate() {
        process.destroy();
    }

    /** Ends it at once, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** What it printed. */
    String output() throws IOException {
        return Files.readString(log);
    }

    /** Crash files of the JVM. */
    List<Path> crashes() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("hs_err")).toList();
        }
    }
}
