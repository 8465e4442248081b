package dev.plackett.recipe.bind;

import java.util.Optional;

/** How one type is read from YAML and written back. One small record per kind of type. */
interface Binding {

    /** What a user may write, for messages: "a whole number". */
    String expected();

    /** The value; empty when a problem was noted. */
    Optional<Object> read(Tree tree, String path, Problems problems);

    /** The value as a tree that {@link #read} turns into an equal value. */
    Tree write(Object value);

    /** What stands for a key that nobody wrote and that has no default; empty when there is no such thing. */
    default Optional<Tree> absent(Place place) {
        return Optional.empty();
    }

    /** Notes that something else was found. */
    default Optional<Object> reject(Tree tree, String path, Problems problems) {
        return problems.add(tree.place(), path, "expected " + expected() + ", found " + tree.describe());
    }

    /** A tree of one unquoted word. */
    static Tree word(String text) {
        return new Tree.Scalar(text, false, Place.of("written"));
    }
}
