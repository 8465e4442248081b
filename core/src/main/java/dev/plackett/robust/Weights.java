package dev.plackett.robust;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Rows of weights over workers. */
public final class Weights {

    private Weights() {}

    /** Σ wᵢxᵢ over those of weight other than 0, in order. */
    public static double dot(double[] weights, double[] x) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != 0) {
                sum += weights[i] * x[i];
            }
        }
        return sum;
    }

    /** The mean of some of p rows. */
    public static double[] meanOf(int p, int... rows) {
        double[] weights = new double[p];
        for (int row : rows) {
            weights[row] = 1.0 / rows.length;
        }
        return weights;
    }

    /** Weights over p rows from weights {@code b} over q weighted sums of them: bW. */
    public static double[] through(double[] b, double[][] mixing, int p) {
        double[] out = new double[p];
        for (int i = 0; i < b.length; i++) {
            if (b[i] != 0) {
                for (int j = 0; j < p; j++) {
                    out[j] += b[i] * mixing[i][j];
                }
            }
        }
        return out;
    }

    /** Indices from the smallest number; among equal ones the lower index comes first. */
    public static int[] ascending(double[] numbers) {
        return IntStream.range(0, numbers.length).boxed().sorted(Comparator.comparingDouble(i -> numbers[i])).mapToInt(i -> i).toArray();
    }

    /** Indices of the k smallest numbers, from the smallest; among equal ones the lower index comes first. */
    public static int[] smallest(double[] numbers, int k) {
        return Arrays.copyOf(ascending(numbers), k);
    }

    /** The lower median: the ⌊(p−1)/2⌋-th smallest, counted from 0. */
    public static double lowerMedian(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        return sorted[(sorted.length - 1) / 2];
    }
}
