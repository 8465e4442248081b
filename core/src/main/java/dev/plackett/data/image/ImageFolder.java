package dev.plackett.data.image;

import dev.plackett.data.points.Points;
import dev.plackett.io.FormatException;
import dev.plackett.io.Unreadable;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * A user's folder of images of one size, read as grey.
 *
 * @param names  of the files, sorted
 * @param height pixels
 * @param width  pixels
 * @param pixels one image a row, levels from 0 to 1, the middle of each of 256 steps
 */
public record ImageFolder(List<String> names, int height, int width, Points pixels) {

    private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg", ".bmp", ".gif");
    private static final int MOST_PIXELS = 1 << 16;

    public ImageFolder {
        names = List.copyOf(names);
    }

    /**
     * Reads all images directly in a folder; other files are passed over.
     *
     * @throws FormatException naming the file that is no image, or has another size than the first
     */
    public static ImageFolder read(Path folder) {
        List<Path> files = files(folder);
        if (files.isEmpty()) {
            throw new FormatException(folder, "", "expected images (" + String.join(", ", SUFFIXES) + "), found none");
        }
        BufferedImage first = image(files.get(0));
        int height = first.getHeight();
        int width = first.getWidth();
        if ((long) height * width > MOST_PIXELS) {
            throw new FormatException(files.get(0), "", "expected at most " + MOST_PIXELS + " pixels, found " + width + " by " + height + ": make the images smaller");
        }
        double[] values = new double[Math.multiplyExact(files.size(), height * width)];
        for (int i = 0; i < files.size(); i++) {
            BufferedImage image = image(files.get(i));
            if (image.getHeight() != height || image.getWidth() != width) {
                throw new FormatException(files.get(i), "", "expected " + width + " by " + height + " pixels as " + files.get(0).getFileName() + " has, found "
                    + image.getWidth() + " by " + image.getHeight());
            }
            for (int at = 0; at < height * width; at++) {
                values[i * height * width + at] = (grey(image, at % width, at / width) + 0.5) / 256;
            }
        }
        return new ImageFolder(files.stream().map(f -> f.getFileName().toString()).toList(), height, width, new Points(values, height * width));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> SUFFIXES.stream().anyMatch(f.toString().toLowerCase(Locale.ROOT)::endsWith)).sorted().toList();
        } catch (IOException e) {
            throw Unreadable.of(folder, e);
        }
    }

    private static BufferedImage image(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw new FormatException(file, "", "is no image that can be read");
            }
            return image;
        } catch (IOException e) {
            throw new FormatException(file, "", "is no image that can be read: " + e.getMessage(), e);
        }
    }

    /** Rec. 601's weights, as a level from 0 to 255. Java would brighten what is grey already. */
    private static int grey(BufferedImage image, int x, int y) {
        if (image.getType() == BufferedImage.TYPE_BYTE_GRAY) {
            return image.getRaster().getSample(x, y, 0);
        }
        int rgb = image.getRGB(x, y);
        return (int) Math.round(0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF));
    }
}
