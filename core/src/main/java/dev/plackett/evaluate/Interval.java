package dev.plackett.evaluate;

/**
 * Where a value lies with some confidence.
 *
 * @param low   lower end
 * @param high  upper end
 * @param level confidence, in (0, 1)
 */
public record Interval(double low, double high, double level) {

    /** Whether a value lies within, ends included. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
