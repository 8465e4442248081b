package dev.plackett.train.energy;

import dev.plackett.data.PointBatch;
import dev.plackett.tensor.Seeds;

/**
 * So many rows of a data set per step, every row once before any comes again. A function of the step, with the order of the epoch it is in kept at hand.
 */
final class DataSteps {

    private final PointBatch all;
    private final int rows;
    private final Seeds seeds;
    private int[] order;
    private long orderOf = -1;

    DataSteps(PointBatch all, int rows, Seeds seeds) {
        if (rows < 1) {
            throw new IllegalArgumentException(rows + " rows of data per step, expected at least 1");
        }
        this.all = all;
        this.rows = rows;
        this.seeds = seeds.at("data order");
    }

    PointBatch all() {
        return all;
    }

    /** Which rows a step takes. */
    int[] index(long step) {
        int n = all.sequences();
        int[] index = new int[rows];
        for (int i = 0; i < rows; i++) {
            long place = step * rows + i;
            if (place / n != orderOf) {
                orderOf = place / n;
                order = seeds.at(orderOf).permutation(n);
            }
            index[i] = order[(int) (place % n)];
        }
        return index;
    }

    /** A step's rows. */
    PointBatch batch(long step) {
        return all.rows(index(step));
    }
}
