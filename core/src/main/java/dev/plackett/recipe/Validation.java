package dev.plackett.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a {@link RecipeKind} says of a configuration.
 *
 * @param problems what is wrong, each with the dotted key it concerns
 * @param notes    what a user may want to know: a memory estimate, what {@code auto} will be
 */
public record Validation(List<Map.Entry<String, String>> problems, List<String> notes) {

    public Validation {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
    }

    /** Nothing to say. */
    public static Validation ok() {
        return new Validation(List.of(), List.of());
    }

    /** With a problem at a key. */
    public Validation problem(String key, String text) {
        List<Map.Entry<String, String>> all = new ArrayList<>(problems);
        all.add(Map.entry(key, text));
        return new Validation(all, notes);
    }

    /** With a file that the run will need: one that is not there may come yet, a folder in its place is a problem. */
    public Validation needsFile(String key, Path file) {
        return Files.isDirectory(file) ? problem(key, "expected a file, found the folder " + file)
            : Files.exists(file) ? this : note("there is no file " + file + " yet (" + key + "); the run will need it");
    }

    /**
     * With a folder that the run will need: one that is not there may come yet, a file in its place is a problem.
     *
     * @param holds a file without which it is not the folder that is meant
     */
    public Validation needsFolder(String key, Path folder, String holds) {
        return Files.exists(folder) && !Files.isDirectory(folder) ? problem(key, "expected a folder that holds " + holds + ", found the file " + folder)
            : Files.exists(folder.resolve(holds)) ? this : note("there is no file " + folder.resolve(holds) + " yet (" + key + "); the run will need it");
    }

    /** With a line for the user. */
    public Validation note(String line) {
        List<String> all = new ArrayList<>(notes);
        all.add(line);
        return new Validation(problems, all);
    }
}
