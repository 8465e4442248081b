package dev.plackett.recipe;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.report.RunFolder;
import dev.plackett.report.RunRequest;
import dev.plackett.report.html.Code;
import dev.plackett.report.html.Report;
import dev.plackett.report.html.Table;
import dev.plackett.report.ContentHash;
import dev.plackett.report.InputDigests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Runs a recipe in a folder, from where an earlier attempt left off. */
public final class RecipeRun {

    private RecipeRun() {}

    /**
     * Runs to the end. The report and then {@code summary.json} are written last.
     *
     * @param recipe   what to run
     * @param folder   where
     * @param fresh    whether a run that is there is moved out of the way
     * @param command  what was typed, for the records
     * @param versions versions by name, for the records
     * @param console  hears all events
     * @param stop     asks the run to stop at its next safe point
     * @return the summary; that of the earlier run when it had ended with the same configuration
     */
    public static <C extends Record> ObjectNode run(Recipe<C> recipe, Path folder, boolean fresh, String command, Map<String, String> versions,
                                                    Listener console, StopSignal stop) throws Exception {
        recipe.validate().forEach(console::info);
        InputDigests digests = new InputDigests();
        ContentHash inputs = hash(recipe.kind().inputs(recipe.config()), digests);
        RunRequest request = new RunRequest(recipe.name(), recipe.yaml(), folder, fresh, command, versions, inputs);
        Optional<RunFolder> opened = RunFolder.open(request, console, stop);
        if (opened.isEmpty()) {
            console.info(folder + " holds this run, finished before; --fresh would run it again");
            return RunFolder.finished(folder).orElseThrow();
        }
        try (RunFolder run = opened.get()) {
            Conclusion conclusion = recipe.kind().run(recipe.config(), new RunContext(recipe.name(), run, stop, digests));
            run.write("report.html", page(recipe, run, conclusion).html());
            return run.finish(conclusion.seeds(), conclusion.claims(), conclusion.results()).json();
        }
    }

    private static ContentHash hash(Map<String, Path> inputs, InputDigests digests) {
        ContentHash hash = ContentHash.none();
        for (Map.Entry<String, Path> input : inputs.entrySet()) {
            hash = Files.exists(input.getValue()) ? hash.path(input.getKey(), input.getValue(), digests) : hash;
        }
        return hash;
    }

    /** The run's own page, with the claims first and the records last. */
    private static Report page(Recipe<?> recipe, RunFolder run, Conclusion conclusion) {
        Report own = conclusion.report();
        Report page = Report.titled(own.title(), own.subtitle());
        if (!conclusion.claims().isEmpty()) {
            page = page.section("Claims").claims(conclusion.claims());
        }
        page = page.followedBy(own).section("Time");
        Table times = Table.of("stage", "seconds");
        for (Map.Entry<String, Double> stage : run.stageSeconds().entrySet()) {
            times = times.row(stage.getKey(), Math.round(stage.getValue() * 10) / 10.0);
        }
        return page.table(times.row("all", Math.round(run.seconds() * 10) / 10.0))
            .section("Settings").add(new Code(recipe.yaml().lines().skip(1).reduce("", (a, b) -> a + b + "\n")))
            .section("Provenance").values(run.provenance());
    }
}
