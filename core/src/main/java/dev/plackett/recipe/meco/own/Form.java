package dev.plackett.recipe.meco.own;

import dev.plackett.data.points.Points;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** What rows look like: what a model needs to know of them to read others, and to write samples. */
public sealed interface Form permits TableForm, ImageForm {

    /**
     * Rows that were read.
     *
     * @param points the numbers
     * @param places where each is from: a line, or a file
     */
    record Rows(Points points, List<ObjectNode> places) {}

    /**
     * Reads rows of this form.
     *
     * @throws dev.plackett.io.FormatException naming the place that is not as expected
     */
    Rows read(Path data);

    /** Numbers of a row. */
    int dimension();

    /** What to call a coordinate in a message. */
    String coordinate(int i);

    /** Components that are kept when nobody says how many. */
    int components();

    /** Added to the components' variances: constant pixels are usual, a constant column is a mistake. */
    double floor();

    /** Writes samples into a folder; the file's name is returned. */
    String write(Path folder, Points samples);

    /** For the model's file. */
    ObjectNode json();

    /** Of a user's file or folder. */
    static Form of(Path data) {
        return Files.isDirectory(data) ? ImageForm.of(data) : TableForm.of(data);
    }

    /** What {@link #json} wrote. */
    static Form of(Path file, ObjectNode json) {
        return json.has("columns") ? TableForm.of(json) : ImageForm.of(file, json);
    }
}
