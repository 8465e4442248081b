package dev.plackett.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How two numbers of the same things go together. */
public final class Correlation {

    private Correlation() {}

    /** Pearson's correlation; NaN where one of them does not vary. */
    public static double pearson(double[] x, double[] y) {
        check(x, y);
        double meanX = Arrays.stream(x).average().orElse(Double.NaN);
        double meanY = Arrays.stream(y).average().orElse(Double.NaN);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** Spearman's rank correlation; equal numbers share the mean of their ranks. */
    public static double spearman(double[] x, double[] y) {
        check(x, y);
        return pearson(ranks(x), ranks(y));
    }

    /** Ranks from 1; equal numbers share the mean of theirs. */
    static double[] ranks(double[] x) {
        int[] order = IntStream.range(0, x.length).boxed().sorted(Comparator.comparingDouble(i -> x[i])).mapToInt(i -> i).toArray();
        double[] rank = new double[x.length];
        for (int from = 0; from < order.length;) {
            int to = from;
            while (to < order.length && x[order[to]] == x[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                rank[order[i]] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return rank;
    }

    private static void check(double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("a correlation of " + x.length + " numbers with " + y.length + ", expected as many of each");
        }
    }
}
