package dev.plackett.data.image;

import dev.plackett.io.FormatException;
import dev.plackett.io.IdxFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST (Xiao, Rasul, Vollgraf 2017; Zalando SE, MIT licence beside the resource): 28 by 28 grey images of clothes in ten classes.
 *
 * <p>Embedded are the first {@value #SLICE_TRAINING} training and the first {@value #SLICE_TEST} test images in file order: of the eight classes other than
 * {@link #LEFT_OUT} they hold 5,015 and 1,611. The whole is read from a folder with the four files of the distribution, such as Debian's
 * {@code dataset-fashion-mnist} installs in {@code /usr/share/datasets/fashion-mnist}.
 *
 * @param training images to learn from
 * @param test     held out
 */
public record FashionMnist(LabelledImages training, LabelledImages test) {

    /** Names of the classes. */
    public static final List<String> CLASSES = List.of("T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot");
    /** Sandals and bags, the classes that out-of-distribution tests leave out of the training. */
    public static final List<Integer> LEFT_OUT = List.of(5, 8);
    /** Training images of the slice. */
    public static final int SLICE_TRAINING = 6_250;
    /** Test images of the slice. */
    public static final int SLICE_TEST = 2_000;

    private static final int SIDE = 28;

    /** The two parts and what their files are called. */
    private enum Part {
        TRAINING("train"), TEST("t10k");

        private final String prefix;

        Part(String prefix) {
            this.prefix = prefix;
        }

        String images() {
            return prefix + "-images-idx3-ubyte.gz";
        }

        String labels() {
            return prefix + "-labels-idx1-ubyte.gz";
        }
    }

    /** The embedded slice. */
    public static FashionMnist slice() {
        return new FashionMnist(embedded(Part.TRAINING), embedded(Part.TEST));
    }

    /**
     * All images, from the distribution's four files, compressed or not.
     *
     * @throws FormatException naming the file that is missing or not as expected
     */
    public static FashionMnist read(Path folder) {
        return new FashionMnist(read(folder, Part.TRAINING), read(folder, Part.TEST));
    }

    /** Makes the embedded slice's files from the distribution's. The same files give the same bytes. */
    public static void writeSlice(Path distribution, Path target) {
        writeSlice(distribution, target, Part.TRAINING, SLICE_TRAINING);
        writeSlice(distribution, target, Part.TEST, SLICE_TEST);
    }

    private static void writeSlice(Path distribution, Path target, Part part, int rows) {
        IdxFile.read(file(distribution, part.images()), 3).first(rows).write(target.resolve(part.images()));
        IdxFile.read(file(distribution, part.labels()), 1).first(rows).write(target.resolve(part.labels()));
    }

    private static LabelledImages read(Path folder, Part part) {
        Path labels = file(folder, part.labels());
        return join(IdxFile.read(file(folder, part.images()), 3), IdxFile.read(labels, 1), labels);
    }

    /** The file, without its ending where it was decompressed. */
    private static Path file(Path folder, String name) {
        Path plain = folder.resolve(name.replaceAll("\\.gz$", ""));
        return Files.exists(plain) ? plain : folder.resolve(name);
    }

    private static LabelledImages embedded(Part part) {
        return join(resource(part.images(), 3), resource(part.labels(), 1), Path.of(part.labels()));
    }

    private static IdxFile resource(String name, int axes) {
        try (InputStream in = FashionMnist.class.getResourceAsStream("fashion-mnist/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the resource fashion-mnist/" + name + " is missing from the jar");
            }
            return IdxFile.read(in, Path.of(name), axes);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource fashion-mnist/" + name + " cannot be read", e);
        }
    }

    private static LabelledImages join(IdxFile images, IdxFile classes, Path where) {
        if (images.shape()[0] != classes.shape()[0] || images.shape()[1] != SIDE || images.shape()[2] != SIDE) {
            throw new FormatException(where, "", "expected a class for each image of " + SIDE + " by " + SIDE + ", found " + classes.shape()[0] + " for "
                + images.shape()[0] + " images of " + images.shape()[1] + " by " + images.shape()[2]);
        }
        int[] labels = new int[classes.bytes().length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes.bytes()[i] & 0xFF;
            if (labels[i] >= CLASSES.size()) {
                throw new FormatException(where, "row " + i, "expected a class from 0 to " + (CLASSES.size() - 1) + ", found " + labels[i]);
            }
        }
        return new LabelledImages(SIDE, SIDE, images.bytes(), labels);
    }
}
