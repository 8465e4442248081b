package dev.plackett.robust.rule;

import dev.plackett.robust.Weights;
import java.util.stream.IntStream;

/** The mean, in each coordinate, of the k values nearest to a centre. Of values equally far from it on either side the lower worker's is taken. */
final class NearestValues {

    private final int k;
    private double[][] sorted = new double[0][0];

    NearestValues(int k) {
        this.k = k;
    }

    /** What is nearest to what. */
    interface Centre {
        double of(double[][] sorted, int column);
    }

    /** @param rows by worker; not changed */
    void apply(double[][] rows, int width, Sorting sorting, Centre centre, double[] out) {
        if (sorted.length != rows.length) {
            sorted = new double[rows.length][rows[0].length];
        }
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, sorted[i], 0, width);
        }
        sorting.apply(sorted, width);
        for (int c = 0; c < width; c++) {
            out[c] = mean(rows, c, centre.of(sorted, c));
        }
    }

    /** The k nearest are neighbours in sorted order: the window moves up while the value above it is nearer than its lowest. */
    private double mean(double[][] rows, int c, double centre) {
        int from = 0;
        while (from + k < sorted.length && sorted[from + k][c] - centre < centre - sorted[from][c]) {
            from++;
        }
        if (from + k < sorted.length && sorted[from + k][c] - centre == centre - sorted[from][c] && sorted[from + k][c] != sorted[from][c]) {
            return meanByWorker(rows, c, centre);
        }
        double sum = 0;
        for (int i = from; i < from + k; i++) {
            sum += sorted[i][c];
        }
        return sum / k;
    }

    private double meanByWorker(double[][] rows, int c, double centre) {
        double[] distances = IntStream.range(0, rows.length).mapToDouble(i -> Math.abs(rows[i][c] - centre)).toArray();
        double sum = 0;
        for (int i : Weights.smallest(distances, k)) {
            sum += rows[i][c];
        }
        return sum / k;
    }
}
