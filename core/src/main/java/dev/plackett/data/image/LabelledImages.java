package dev.plackett.data.image;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Grey images with a class each.
 *
 * @param height pixels
 * @param width  pixels
 * @param pixels {@code [n·height·width]}, row by row, unsigned bytes; callers do not write into it
 * @param labels the class of each image, at least 0
 */
public record LabelledImages(int height, int width, byte[] pixels, int[] labels) {

    private static final double LEVELS = 256;

    public LabelledImages {
        if (height < 1 || width < 1 || pixels.length != (long) labels.length * height * width) {
            throw new IllegalArgumentException(pixels.length + " pixels are not " + labels.length + " images of " + height + " by " + width);
        }
    }

    /** Number of images. */
    public int size() {
        return labels.length;
    }

    /** Pixels of one image. */
    public int area() {
        return height * width;
    }

    /** A copy of one image's pixels. */
    public byte[] image(int i) {
        return Arrays.copyOfRange(pixels, i * area(), (i + 1) * area());
    }

    /** Some of the images, in the order given. */
    public LabelledImages pick(int... which) {
        byte[] out = new byte[which.length * area()];
        for (int i = 0; i < which.length; i++) {
            System.arraycopy(pixels, which[i] * area(), out, i * area(), area());
        }
        return new LabelledImages(height, width, out, Arrays.stream(which).map(i -> labels[i]).toArray());
    }

    /** The first ones. */
    public LabelledImages first(int n) {
        if (n > size()) {
            throw new IllegalArgumentException("the first " + n + " of " + size() + " images");
        }
        return pick(IntStream.range(0, n).toArray());
    }

    /** Those of some classes, in order. */
    public LabelledImages of(IntPredicate label) {
        return pick(IntStream.range(0, size()).filter(i -> label.test(labels[i])).toArray());
    }

    /** Those of all classes but a few, in order. */
    public LabelledImages without(List<Integer> classes) {
        return of(label -> !classes.contains(label));
    }

    /** Pixels over 255, in [0, 1], without noise: {@code [n, area]}. */
    public Points scaled() {
        double[] values = new double[pixels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (pixels[i] & 0xFF) / (LEVELS - 1);
        }
        return new Points(values, area());
    }

    /** Pixels with uniform noise of one level, (v + u)/256 in [0, 1): a density on them bounds one on the levels (Theis et al. 2016). {@code [n, area]} */
    public Points dequantised(Seeds seeds) {
        double[] values = new double[pixels.length];
        Seeds noise = seeds.at("dequantisation");
        for (int i = 0; i < size(); i++) {
            SplittableRandom random = noise.at(i).random();
            for (int j = i * area(); j < (i + 1) * area(); j++) {
                values[j] = ((pixels[j] & 0xFF) + random.nextDouble()) / LEVELS;
            }
        }
        return new Points(values, area());
    }
}
