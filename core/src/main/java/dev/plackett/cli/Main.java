package dev.plackett.cli;

import dev.plackett.event.StoppedException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line. To add a command, write a class beside this one and name it in {@code subcommands}. */
@Command(name = "plackett", sortOptions = false, usageHelpWidth = 100, mixinStandardHelpOptions = true, versionProvider = VersionLines.class,
    scope = ScopeType.INHERIT,
    subcommands = {RunCommand.class, RecipesCommand.class, ValidateCommand.class, ScoreCommand.class, GenerateCommand.class, JudgeCommand.class,
        DiagnoseCommand.class, AggregateCommand.class, ConvertCommand.class, DoctorCommand.class, CommandLine.HelpCommand.class},
    description = "Likelihood and preference optimisation on the JVM.",
    footerHeading = "%nExamples:%n",
    footer = {
        "  plackett recipes                        what can be run",
        "  plackett run sppo                       run a recipe; its report is runs/sppo/report.html",
        "  plackett run sppo --set rounds=1        the same with one setting changed",
        "  plackett recipes sppo > mine.yaml       a commented file to start from",
        "  plackett run mine.yaml                  run it; the same command goes on after an interruption",
        "",
        "Results go to standard output, everything else to standard error.",
        "Exit status: 0 success, 1 the work failed, 2 invalid input, 130 or 143 stopped by a signal."})
public final class Main implements Runnable {

    private static final int FAILED = 1;
    private static final int INVALID = 2;

    @Option(names = "--plugins", paramLabel = "JAR", scope = ScopeType.INHERIT,
        description = "Jar with your own recipes, losses, judges and the like (may be given again).")
    private List<Path> plugins = new ArrayList<>();

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs a command and ends the process with its status. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
        Signals signals = Signals.install();
        Session.start(signals, args);
        int status = guarded(args);
        out.flush();
        boolean lost = out.checkError() && status == 0;
        System.err.flush();
        Runtime.getRuntime().halt(lost ? FAILED : signals.getAsBoolean() && status != 0 ? signals.exitCode() : status);
    }

    private static int guarded(String[] args) {
        try {
            return execute(args);
        } catch (OutOfMemoryError e) {
            System.err.println("plackett: the Java heap is full (" + Runtime.getRuntime().maxMemory() / (1 << 20)
                + " MB): " + e.getMessage() + "; PLACKETT_JAVA_OPTS=-Xmx6g gives it more");
        } catch (Error e) {
            e.printStackTrace();
        }
        return FAILED;
    }

    /** Runs a command; the status is returned, the process goes on. */
    static int execute(String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main).setCaseInsensitiveEnumValuesAllowed(true).setAbbreviatedOptionsAllowed(false)
            .setExecutionExceptionHandler((e, command, parsed) -> main.explain(e));
        line.setExecutionStrategy(parsed -> {
            main.loadPlugins();
            return new CommandLine.RunLast().execute(parsed);
        });
        return line.execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private void loadPlugins() {
        if (plugins.isEmpty()) {
            return;
        }
        List<URL> urls = new ArrayList<>();
        for (Path jar : plugins) {
            if (!Files.exists(jar)) {
                throw new ParameterException(spec.commandLine(), "--plugins: there is no file " + jar);
            }
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new ParameterException(spec.commandLine(), "--plugins: " + jar + " is no path: " + e.getMessage());
            }
        }
        Thread.currentThread().setContextClassLoader(new URLClassLoader(urls.toArray(URL[]::new), Main.class.getClassLoader()));
    }

    /** One clear message; what is not the user's fault points to the place in the code. */
    private int explain(Exception e) {
        if (debug) {
            e.printStackTrace();
        } else if (e instanceof StoppedException) {
            System.err.println("stopped; the same command goes on from what it had committed");
        } else {
            System.err.println("plackett: " + Faults.message(e));
        }
        return Faults.invalidInput(e) ? INVALID : FAILED;
    }
}
