package dev.plackett.data.augment;

import dev.plackett.tensor.Seeds;
import java.util.Arrays;

/**
 * Moves the pixels of square images. Rows and columns are counted from 0, pixel (r, q) is number r·side + q.
 *
 * @param side       of the images
 * @param source     for each pixel the one that it copies; −1 for the background
 * @param background the value of pixels that copy none
 */
public record Warp(int side, int[] source, float background) implements Augmentation {

    public Warp {
        if (side < 1 || source.length != side * side || Arrays.stream(source).anyMatch(i -> i < -1 || i >= side * side)) {
            throw new IllegalArgumentException("a warp of images of side " + side + " needs a source of -1 to " + (side * side - 1) + " for each pixel, found "
                + source.length + " sources");
        }
    }

    /**
     * The Lotka–Volterra warp of the released code: pixel (r, q) copies the one where the flow takes (N/2 − r, N/2 − q) after a time, coordinates cut
     * towards zero, the background where that is outside.
     *
     * @param time 0.001 to 0.01 in the released code
     */
    public static Warp lotkaVolterra(int side, LotkaVolterra flow, double time, float background) {
        int[] source = new int[side * side];
        double half = side / 2.0;
        for (int r = 0; r < side; r++) {
            for (int q = 0; q < side; q++) {
                double[] end = flow.after(half - r, half - q, time);
                source[r * side + q] = at(side, half - end[0], half - end[1]);
            }
        }
        return new Warp(side, source, background);
    }

    /** Coordinates in (−1, 0) are cut to 0, as the released code does; what is no number is outside. */
    private static int at(int side, double row, double column) {
        boolean inside = row > -1 && row < side && column > -1 && column < side;
        return inside ? (int) row * side + (int) column : -1;
    }

    /** Arnold's cat map, so many times: pixel (x, y) goes to ((2x + y) mod N, (x + y) mod N). A bijection; 24 times are the identity for side 28. */
    public static Warp cat(int side, int times, float background) {
        int[] source = new int[side * side];
        for (int x = 0; x < side; x++) {
            for (int y = 0; y < side; y++) {
                int a = x;
                int b = y;
                for (int t = 0; t < times; t++) {
                    int next = (2 * a + b) % side;
                    b = (a + b) % side;
                    a = next;
                }
                source[a * side + b] = x * side + y;
            }
        }
        return new Warp(side, source, background);
    }

    /**
     * The paper's smooth cat map. How its values become pixels is not said; ours: pixel (x, y), row and column, goes to (⌊N·(a mod 1)⌋, ⌊N·(b mod
     * 1)⌋); of several that go to one the last in row order stays, and pixels where none goes are background: 42 % of an image of side 28.
     */
    public static Warp smoothCat(int side, float background) {
        int[] source = new int[side * side];
        Arrays.fill(source, -1);
        for (int x = 0; x < side; x++) {
            for (int y = 0; y < side; y++) {
                double[] to = smoothCat(side, x, y);
                int row = (int) (side * (to[0] - Math.floor(to[0])));
                int column = (int) (side * (to[1] - Math.floor(to[1])));
                source[Math.min(row, side - 1) * side + Math.min(column, side - 1)] = x * side + y;
            }
        }
        return new Warp(side, source, background);
    }

    /** (1/N)((2x+y)/(1+α₁^(−k)), (x+y)/(1+α₂^(−k))) with α₁ = (2x+y)/N, α₂ = (x+y)/N, k = 0.95. */
    static double[] smoothCat(int side, double x, double y) {
        double a = (2 * x + y) / side;
        double b = (x + y) / side;
        return new double[] {a / (1 + Math.pow(a, -0.95)), b / (1 + Math.pow(b, -0.95))};
    }

    @Override
    public float[] apply(float[] pixels, Seeds seeds) {
        if (pixels.length != source.length) {
            throw new IllegalArgumentException("an image of " + pixels.length + " pixels, expected " + side + " × " + side);
        }
        float[] out = new float[pixels.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = source[i] < 0 ? background : pixels[source[i]];
        }
        return out;
    }
}
