package dev.plackett.recipe.meco.own;

import dev.plackett.data.image.ImageFolder;
import dev.plackett.data.points.Points;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.recipe.meco.images.ImageSheet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grey images of one size.
 *
 * @param height pixels
 * @param width  pixels
 */
record ImageForm(int height, int width) implements Form {

    private static final int KEPT = 32;
    private static final double FLOOR = 1e-6;
    private static final String SAMPLES = "samples.png";

    static ImageForm of(Path folder) {
        ImageFolder images = ImageFolder.read(folder);
        return new ImageForm(images.height(), images.width());
    }

    static ImageForm of(Path file, ObjectNode json) {
        int height = json.path("height").asInt(0);
        int width = json.path("width").asInt(0);
        if (height < 1 || width < 1) {
            throw new FormatException(file, "form", "expected columns, or a height and a width, found " + json);
        }
        return new ImageForm(height, width);
    }

    @Override
    public Rows read(Path data) {
        ImageFolder images = ImageFolder.read(data);
        if (images.height() != height || images.width() != width) {
            throw new FormatException(data, "", "expected images of " + width + " by " + height + " pixels, found " + images.width() + " by " + images.height());
        }
        return new Rows(images.pixels(), images.names().stream().map(name -> Json.object().put("file", name)).toList());
    }

    @Override
    public int dimension() {
        return height * width;
    }

    @Override
    public String coordinate(int i) {
        return "pixel " + i % width + ", " + i / width;
    }

    @Override
    public int components() {
        return Math.min(KEPT, dimension());
    }

    @Override
    public double floor() {
        return FLOOR;
    }

    @Override
    public String write(Path folder, Points samples) {
        try {
            Files.write(folder.resolve(SAMPLES), ImageSheet.png(samples, width));
            return SAMPLES;
        } catch (IOException e) {
            throw new UncheckedIOException(folder.resolve(SAMPLES) + " cannot be written", e);
        }
    }

    @Override
    public ObjectNode json() {
        return Json.object().put("height", height).put("width", width);
    }
}
