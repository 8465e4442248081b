package dev.plackett.recipe.meco.gaussian;

import dev.plackett.tensor.Seeds;
import java.util.SplittableRandom;

/**
 * Standard normal numbers for one repetition; all methods and noises of a comparison use the same.
 *
 * @param data  {@code [steps][data rows]}
 * @param noise {@code [steps][noise rows]}
 */
record Draws(double[][] data, double[][] noise) {

    static Draws of(int steps, int dataRows, int noiseRows, Seeds seeds) {
        return new Draws(normals(steps, dataRows, seeds.at("data").random()), normals(steps, noiseRows, seeds.at("noise").random()));
    }

    private static double[][] normals(int steps, int rows, SplittableRandom random) {
        double[][] out = new double[steps][rows];
        for (double[] row : out) {
            for (int i = 0; i < rows; i++) {
                row[i] = random.nextGaussian();
            }
        }
        return out;
    }

    int steps() {
        return data.length;
    }

    /** The same data with only the first noise rows of each step. */
    Draws withNoiseRows(int rows) {
        double[][] fewer = new double[noise.length][];
        for (int t = 0; t < fewer.length; t++) {
            fewer[t] = java.util.Arrays.copyOf(noise[t], rows);
        }
        return new Draws(data, fewer);
    }
}
