package dev.plackett;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.io.Json;
import dev.plackett.recipe.Recipe;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.report.MetricTable;
import dev.plackett.report.Versions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recipes from a program of one's own: what {@code plackett run} does. A run that was stopped or killed goes on when the same one is asked for in the
 * same folder again; one that is finished returns at once.
 *
 * <pre>{@code
 * Plackett.Run run = Plackett.recipe("preference").set("model", folder).set("data", file).set("options.beta", 0.1).run(Path.of("runs/mine"));
 * Path tuned = run.result("model");
 * }</pre>
 *
 * @param recipe   an embedded recipe's name (see {@code plackett recipes}) or a file that ends in .yaml
 * @param settings changes to it, {@code key=value}
 * @param listener hears everything that happens, on the thread that works
 * @param stop     asks the run to stop at its next safe point
 */
public record Plackett(String recipe, List<String> settings, Listener listener, StopSignal stop) {

    public Plackett {
        settings = List.copyOf(settings);
    }

    /** A recipe as it is. */
    public static Plackett recipe(String nameOrFile) {
        return new Plackett(nameOrFile, List.of(), Listener.none(), StopSignal.none());
    }

    /**
     * With a setting changed.
     *
     * @param key   dotted: "training.learning_rate"
     * @param value a number, a truth, a path, a list or a map of these; a text is read as the command line reads it, so that "[0, 1]" is a list
     */
    public Plackett set(String key, Object value) {
        Object plain = value instanceof Path path ? path.toString() : value;
        List<String> all = new ArrayList<>(settings);
        all.add(key + "=" + (value instanceof CharSequence ? value : Json.MAPPER.writeValueAsString(plain)));
        return new Plackett(recipe, all, listener, stop);
    }

    /** With a listener. */
    public Plackett listener(Listener hears) {
        return new Plackett(recipe, settings, hears, stop);
    }

    /** With a signal that is asked before every piece of work; when it says so the run is left so that it can go on, and {@link #run} throws. */
    public Plackett stop(StopSignal signal) {
        return new Plackett(recipe, settings, listener, signal);
    }

    /**
     * Runs to the end.
     *
     * @param folder the run folder, made where it is not there
     * @throws dev.plackett.event.StoppedException                     when asked to stop
     * @throws dev.plackett.recipe.bind.InvalidConfigException with everything that is wrong with the settings
     */
    public Run run(Path folder) {
        Recipe<?> loaded = RecipeLoader.load(recipe, settings);
        try {
            return new Run(folder, RecipeRun.run(loaded, folder, false, "run " + recipe, Versions.forTheRecords(), listener, stop));
        } catch (RuntimeException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (Exception e) {
            throw new IllegalStateException("the run in " + folder + " failed: " + e.getMessage(), e);
        }
    }

    /**
     * A finished run.
     *
     * @param folder  its folder, with report.html in it
     * @param summary what summary.json says
     */
    public record Run(Path folder, ObjectNode summary) {

        /**
         * Something that the run made, by name: "model".
         *
         * @throws NoSuchElementException naming what there is
         */
        public Path result(String name) {
            if (!summary.path("results").has(name)) {
                throw new NoSuchElementException("the run made no '" + name + "'; there is " + summary.path("results").propertyNames());
            }
            return folder.resolve(summary.path("results").path(name).stringValue());
        }

        /** All that was measured. */
        public MetricTable metrics() {
            return MetricTable.read(folder.resolve("metrics.jsonl"));
        }
    }
}
