package dev.plackett.recipe.bind;

/**
 * Where a piece of configuration was written.
 *
 * @param source a file, or an option of the command line
 * @param line   from 1; 0 when the source has no lines
 * @param column from 1; 0 when the source has no lines
 */
public record Place(String source, int line, int column) {

    /** A source without lines. */
    public static Place of(String source) {
        return new Place(source, 0, 0);
    }

    /** {@code source:line:column}. */
    @Override
    public String toString() {
        return line == 0 ? source : source + ":" + line + ":" + column;
    }
}
