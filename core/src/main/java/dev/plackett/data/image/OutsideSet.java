package dev.plackett.data.image;

import dev.plackett.tensor.Seeds;
import java.util.SplittableRandom;

/** Images that do not come from a distribution, made from ones that do: what a detector of the unfamiliar must notice. Classes stay. */
public enum OutsideSet {
    /** Upside down. */
    VERTICAL_FLIP("vflip") {
        @Override
        public LabelledImages of(LabelledImages images, Seeds seeds) {
            byte[] out = new byte[images.pixels().length];
            int width = images.width();
            for (int row = 0; row < images.size() * images.height(); row++) {
                int image = row / images.height();
                int mirrored = image * images.height() + images.height() - 1 - row % images.height();
                System.arraycopy(images.pixels(), mirrored * width, out, row * width, width);
            }
            return with(images, out);
        }
    },
    /** 255 − v. */
    INVERTED("inverted") {
        @Override
        public LabelledImages of(LabelledImages images, Seeds seeds) {
            byte[] out = new byte[images.pixels().length];
            for (int i = 0; i < out.length; i++) {
                out[i] = (byte) ~images.pixels()[i];
            }
            return with(images, out);
        }
    },
    /** Every level of every pixel equally likely. */
    UNIFORM_NOISE("noise") {
        @Override
        public LabelledImages of(LabelledImages images, Seeds seeds) {
            byte[] out = new byte[images.pixels().length];
            SplittableRandom random = seeds.at("uniform noise").random();
            for (int i = 0; i < out.length; i++) {
                out[i] = (byte) random.nextInt(256);
            }
            return with(images, out);
        }
    },
    /** The average of two different images, rounded. */
    INTERPOLATED("interp") {
        @Override
        public LabelledImages of(LabelledImages images, Seeds seeds) {
            if (images.size() < 2) {
                throw new IllegalArgumentException("averages of two images, from " + images.size() + ": expected at least 2");
            }
            byte[] out = new byte[images.pixels().length];
            SplittableRandom random = seeds.at("interpolation").random();
            for (int i = 0; i < images.size(); i++) {
                int other = (i + 1 + random.nextInt(images.size() - 1)) % images.size();
                for (int j = 0; j < images.area(); j++) {
                    int sum = (images.pixels()[i * images.area() + j] & 0xFF) + (images.pixels()[other * images.area() + j] & 0xFF);
                    out[i * images.area() + j] = (byte) ((sum + 1) / 2);
                }
            }
            return with(images, out);
        }
    },
    /** All zero. */
    BLACK("black") {
        @Override
        public LabelledImages of(LabelledImages images, Seeds seeds) {
            return with(images, new byte[images.pixels().length]);
        }
    };

    private final String label;

    OutsideSet(String label) {
        this.label = label;
    }

    /** Short name, for tables. */
    public String label() {
        return label;
    }

    /** As many images as there are. */
    public abstract LabelledImages of(LabelledImages images, Seeds seeds);

    private static LabelledImages with(LabelledImages images, byte[] pixels) {
        return new LabelledImages(images.height(), images.width(), pixels, images.labels());
    }
}
