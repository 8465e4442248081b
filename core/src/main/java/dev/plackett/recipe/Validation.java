package dev.plackett.recipe;

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

    /** With a line for the user. */
    public Validation note(String line) {
        List<String> all = new ArrayList<>(notes);
        all.add(line);
        return new Validation(problems, all);
    }
}
