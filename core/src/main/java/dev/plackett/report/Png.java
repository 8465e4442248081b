package dev.plackett.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Small pictures as PNG files. */
public final class Png {

    /** From dark to light, each darker to every eye than the next: blue-black, violet, red, orange, pale yellow. */
    private static final int[][] SCALE = {{8, 8, 32}, {66, 20, 104}, {160, 44, 92}, {232, 98, 48}, {250, 186, 70}, {252, 252, 200}};
    /** Share of the non-zero values that the lightest colour stands for: single high ones would leave the rest dark. */
    private static final double TOP = 0.995;

    private Png() {}

    /**
     * Values of at least 0 as colours from dark to light.
     *
     * @param values {@code [height·width]}, the first row on top
     */
    public static byte[] heat(double[] values, int width) {
        double[] positive = Arrays.stream(values).filter(v -> v > 0).sorted().toArray();
        double top = positive.length == 0 ? 1 : positive[(int) (TOP * (positive.length - 1))];
        int height = check(values.length, width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            image.setRGB(i % width, i / width, colour(Math.min(1, Math.max(0, values[i] / top))));
        }
        return encode(image);
    }

    /**
     * Levels of grey, 0 black.
     *
     * @param pixels {@code [height·width]}, unsigned, the first row on top
     */
    public static byte[] grey(byte[] pixels, int width) {
        int height = check(pixels.length, width);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, height, pixels);
        return encode(image);
    }

    private static int check(int length, int width) {
        if (width < 1 || length == 0 || length % width != 0) {
            throw new IllegalArgumentException(length + " numbers are no rows of " + width);
        }
        return length / width;
    }

    private static int colour(double share) {
        double at = share * (SCALE.length - 1);
        int below = Math.min(SCALE.length - 2, (int) at);
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            rgb = rgb << 8 | (int) Math.round(SCALE[below][c] + (at - below) * (SCALE[below + 1][c] - SCALE[below][c]));
        }
        return rgb;
    }

    private static byte[] encode(BufferedImage image) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture could not be encoded", e);
        }
    }
}
