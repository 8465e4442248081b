package dev.plackett.recipe.bind;

/**
 * One thing that is wrong with a configuration.
 *
 * @param place where
 * @param path  the key, dotted; empty for the whole
 * @param text  what was expected and what was found
 */
public record Problem(Place place, String path, String text) {

    @Override
    public String toString() {
        return place + ": " + (path.isEmpty() ? "" : path + ": ") + text;
    }
}
