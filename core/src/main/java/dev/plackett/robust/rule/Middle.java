package dev.plackett.robust.rule;

import dev.plackett.objective.Option;

/** The median of an even number of values. For an odd number both are the one in the middle. */
public enum Middle {

    /** The lower of the two in the middle: what torch.median gives, and the released code of Flag Aggregator uses. */
    LOWER,
    /** The mean of the two: NumPy, ByzFL. */
    MID;

    static final Option<Middle> OPTION = Option.choice("median", LOWER,
        "the median of an even number of values: the lower of the two in the middle, or their mean");

    /** Of one column of rows that are sorted. */
    double of(double[][] sorted, int column) {
        int p = sorted.length;
        double lower = sorted[(p - 1) / 2][column];
        return this == LOWER || p % 2 == 1 ? lower : lower + (sorted[p / 2][column] - lower) / 2;
    }
}
