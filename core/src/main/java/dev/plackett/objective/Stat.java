package dev.plackett.objective;

/**
 * A weighted mean that is not divided yet, so that micro-batches and workers merge exactly.
 *
 * @param sum    weighted sum
 * @param weight total weight
 */
public record Stat(double sum, double weight) {

    /** One observation of weight 1. */
    public static Stat of(double value) {
        return new Stat(value, 1);
    }

    /** Both together. */
    public Stat plus(Stat other) {
        return new Stat(sum + other.sum, weight + other.weight);
    }

    /** The mean; NaN without weight. */
    public double mean() {
        return sum / weight;
    }
}
