package dev.plackett.data.augment;

import dev.plackett.tensor.Seeds;
import java.util.SplittableRandom;

/**
 * A change of a square image, {@code side × side} numbers by rows: what a worker with other data sees. Pure; draws come from the seeds of the image.
 */
public interface Augmentation {

    /**
     * The changed image.
     *
     * @param pixels not changed
     * @param seeds  of this image
     */
    float[] apply(float[] pixels, Seeds seeds);

    /** This one, then another. */
    default Augmentation then(Augmentation other) {
        return (pixels, seeds) -> other.apply(apply(pixels, seeds), seeds.at("then"));
    }

    /**
     * Gaussian noise on every pixel.
     *
     * @param deviation in the pixels' own units, at least 0
     */
    static Augmentation noise(double deviation) {
        if (!(deviation >= 0) || Double.isInfinite(deviation)) {
            throw new IllegalArgumentException("noise of standard deviation " + deviation + ", expected at least 0");
        }
        return (pixels, seeds) -> {
            SplittableRandom random = seeds.at("noise").random();
            float[] out = pixels.clone();
            for (int i = 0; i < out.length; i++) {
                out[i] += (float) (deviation * random.nextGaussian());
            }
            return out;
        };
    }

    /**
     * The label that a label-flipping worker gives: C − 1 − y.
     *
     * @throws IllegalArgumentException when the label is none of 0 … C − 1
     */
    static int flippedLabel(int label, int classes) {
        if (label < 0 || label >= classes) {
            throw new IllegalArgumentException("label " + label + ", expected 0 to " + (classes - 1));
        }
        return classes - 1 - label;
    }
}
