package dev.plackett.robust.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * Sorts the columns of a block, all at once: Batcher's merge exchange (Knuth, volume 3, algorithm 5.2.2M) is the same sequence of comparisons
 * whatever the numbers are, so each comparison runs over whole rows, which compilers turn into vector instructions. Numbers have to be finite or
 * infinite, not NaN.
 */
final class Sorting {

    private final int[] lower;
    private final int[] upper;

    private Sorting(List<int[]> comparisons) {
        lower = comparisons.stream().mapToInt(c -> c[0]).toArray();
        upper = comparisons.stream().mapToInt(c -> c[1]).toArray();
    }

    /** For so many rows. */
    static Sorting of(int rows) {
        List<int[]> comparisons = new ArrayList<>();
        int top = Integer.highestOneBit(Math.max(1, rows - 1));
        for (int step = top; step > 0; step /= 2) {
            int offset = 0;
            int distance = step;
            for (int half = top; ; half /= 2) {
                for (int i = 0; i + distance < rows; i++) {
                    if ((i & step) == offset) {
                        comparisons.add(new int[] {i, i + distance});
                    }
                }
                if (half == step) {
                    break;
                }
                distance = half - step;
                offset = step;
            }
        }
        return new Sorting(rows < 2 ? List.of() : comparisons);
    }

    /** Sorts each of the first columns, smallest in row 0. */
    void apply(double[][] rows, int width) {
        for (int k = 0; k < lower.length; k++) {
            exchange(rows[lower[k]], rows[upper[k]], width);
        }
    }

    private static void exchange(double[] low, double[] high, int width) {
        for (int c = 0; c < width; c++) {
            double x = low[c];
            double y = high[c];
            low[c] = Math.min(x, y);
            high[c] = Math.max(x, y);
        }
    }
}
