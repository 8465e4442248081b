package dev.plackett.cli;

import dev.plackett.event.Listener;
import dev.plackett.recipe.Recipe;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.report.RunFolder;
import dev.plackett.report.Versions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code plackett run}. */
@Command(name = "run", description = "Run a recipe, or go on with one that was interrupted.",
    footerHeading = "%nExamples:%n",
    footer = {
        "  plackett run sppo",
        "  plackett run sppo --set rounds=1 --set sampling.temperature=0.7 --out runs/short",
        "  plackett run mine.yaml --fresh",
        "  plackett run --resume runs/sppo",
        "",
        "The same command continues an unfinished run, and prints the summary of a finished one."})
final class RunCommand implements Callable<Integer> {

    @Parameters(arity = "0..1", paramLabel = "NAME|FILE.yaml", description = "An embedded recipe (see 'plackett recipes'), or a file.")
    private String recipe;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Change a setting; keys within keys with a point (may be given again).")
    private List<String> overrides = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR", description = "Run folder (default: runs/NAME).")
    private Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "Go on with the run in this folder, with its own configuration.")
    private Path resume;

    @Option(names = "--fresh", description = "Start over; a run that is there is kept as DIR.old-N.")
    private boolean fresh;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Recipe<?> wanted = resume != null ? resumed() : named();
        Path folder = resume != null ? resume : out != null ? out : Path.of("runs", wanted.name());
        Listener console = Session.console();
        JsonNode summary;
        try {
            summary = RecipeRun.run(wanted, folder, fresh, Session.command(), Versions.forTheRecords(), console, Session.stop());
        } finally {
            if (console instanceof AutoCloseable bar) {
                bar.close();
            }
        }
        SummaryText.print(summary, folder, System.out);
        return 0;
    }

    private Recipe<?> named() {
        if (recipe == null) {
            throw new ParameterException(spec.commandLine(), "which recipe? 'plackett recipes' lists them");
        }
        return RecipeLoader.load(recipe, overrides);
    }

    private Recipe<?> resumed() {
        if (recipe != null || out != null || fresh || !overrides.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--resume takes everything from its folder; leave out the recipe, --set, --out and --fresh");
        }
        if (RunFolder.config(resume).isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--resume: " + resume + " is no run folder (it has no config.yaml)");
        }
        return RecipeLoader.reload(RunFolder.recipe(resume), resume.resolve("config.yaml"));
    }
}
