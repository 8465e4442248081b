package dev.plackett.recipe.meco.images;

import dev.plackett.data.points.Points;
import dev.plackett.report.Png;
import dev.plackett.report.html.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first images of many, in a square, as a picture. */
public final class ImageSheet {

    private static final int ACROSS = 8;

    private ImageSheet() {}

    /**
     * Of square images.
     *
     * @param images rows of side² numbers in [0, 1]
     */
    public static byte[] png(Points images) {
        int side = (int) Math.round(Math.sqrt(images.dimension()));
        return png(images, side);
    }

    /**
     * Of images so wide.
     *
     * @param images rows of height·width numbers; what is outside of [0, 1] is cut off
     */
    public static byte[] png(Points images, int width) {
        int height = images.dimension() / width;
        int shown = Math.min(ACROSS * ACROSS, images.rows());
        int down = (shown + ACROSS - 1) / ACROSS;
        byte[] pixels = new byte[ACROSS * width * down * height];
        for (int i = 0; i < shown; i++) {
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double level = images.values()[i * images.dimension() + y * width + x];
                    int at = ((i / ACROSS) * height + y) * ACROSS * width + (i % ACROSS) * width + x;
                    pixels[at] = (byte) Math.round(255 * Math.max(0, Math.min(1, level)));
                }
            }
        }
        return Png.grey(pixels, ACROSS * width);
    }

    static Picture picture(String title, Path file) {
        try {
            return new Picture(title, "", Files.readAllBytes(file), true);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    static void write(Path file, Points images) {
        try {
            Files.write(file, png(images));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
