package dev.plackett.recipe;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.report.ContentHash;
import dev.plackett.report.InputDigests;
import dev.plackett.report.RunFolder;
import dev.plackett.report.Stage;
import java.nio.file.Path;

/**
 * What a run works with.
 *
 * @param recipe the recipe's name: "sppo-full"
 * @param folder where it writes
 * @param stop   asks it to stop at the next safe point
 * @param digests digests of the files and folders that it reads
 */
public record RunContext(String recipe, RunFolder folder, StopSignal stop, InputDigests digests) {

    /** Takes metrics, timings, progress and messages. */
    public Listener listener() {
        return folder.listener();
    }

    /** Does a stage, or passes over it when it was committed before; see {@link RunFolder#stage}. */
    public Path stage(String name, double budget, ContentHash inputs, Stage.Work work) throws Exception {
        return folder.stage(name, budget, inputs, work);
    }

    /** Seconds of work since the run began, earlier attempts included. */
    public double seconds() {
        return folder.seconds();
    }
}
