package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Starts;

/**
 * What an objective sees: log-likelihoods of whole units, in float64.
 *
 * @param policy        log π_θ, one per element of the {@link dev.plackett.data.Grain} asked for
 * @param sequenceStart where each sequence's elements begin in {@code policy}; one more entry than sequences, the last is {@code policy.length}
 * @param unitStart     where each unit's sequences begin; one more entry than units, the last is the number of sequences
 * @param columns       the columns that {@link Needs} asked for
 * @param divisors      counts of the whole step
 */
public record Signals(double[] policy, int[] sequenceStart, int[] unitStart, Columns columns, Divisors divisors) {

    public Signals {
        Starts.check("log-likelihoods", sequenceStart, policy.length);
        Starts.check("sequences", unitStart, sequenceStart.length - 1);
    }

    /** Number of sequences. */
    public int sequences() {
        return sequenceStart.length - 1;
    }

    /** Number of units. */
    public int units() {
        return unitStart.length - 1;
    }

    /** The numbers of a column. */
    public double[] column(Column column) {
        return columns.get(column);
    }

    /** Sum of an element-wise array over sequence {@code s}. */
    public double sum(double[] elements, int s) {
        double sum = 0;
        for (int i = sequenceStart[s]; i < sequenceStart[s + 1]; i++) {
            sum += elements[i];
        }
        return sum;
    }

    /** Signals of one log-likelihood per sequence in units of equal size, with divisors counted from them (tokens from LENGTH if present). */
    public static Signals sequences(double[] policy, int perUnit, Columns columns) {
        if (perUnit < 1 || policy.length % perUnit != 0) {
            throw new IllegalArgumentException(policy.length + " log-likelihoods cannot be cut into units of " + perUnit);
        }
        int[] sequenceStart = java.util.stream.IntStream.rangeClosed(0, policy.length).toArray();
        int[] unitStart = java.util.stream.IntStream.rangeClosed(0, policy.length / perUnit).map(i -> i * perUnit).toArray();
        double tokens = columns.has(Column.LENGTH) ? java.util.Arrays.stream(columns.get(Column.LENGTH)).sum() : policy.length;
        return new Signals(policy, sequenceStart, unitStart, columns, new Divisors(unitStart.length - 1, policy.length, tokens));
    }
}
