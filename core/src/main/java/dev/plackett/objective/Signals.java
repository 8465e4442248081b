package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Starts;
import java.util.Arrays;
import java.util.stream.IntStream;

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

    /** One number per sequence: policy and element-wise columns summed over each. */
    public Signals perSequence() {
        double[] ones = new double[policy.length];
        Arrays.fill(ones, 1);
        return perSequence(ones);
    }

    /**
     * One number per sequence: policy and element-wise columns summed over each, weighted.
     *
     * @param weight one per element
     */
    Signals perSequence(double[] weight) {
        Columns summed = columns;
        for (Column column : columns.names()) {
            summed = column.level() == Column.Level.ELEMENT ? summed.with(column, sums(column(column), weight)) : summed;
        }
        return new Signals(sums(policy, weight), IntStream.rangeClosed(0, sequences()).toArray(), unitStart, summed, divisors);
    }

    /** Coefficients of {@link #perSequence(double[])} as coefficients of the elements. */
    double[] perElement(double[] ofSequences, double[] weight) {
        double[] out = new double[policy.length];
        for (int s = 0; s < sequences(); s++) {
            for (int i = sequenceStart[s]; i < sequenceStart[s + 1]; i++) {
                out[i] = ofSequences[s] * weight[i];
            }
        }
        return out;
    }

    private double[] sums(double[] elements, double[] weight) {
        double[] weighted = IntStream.range(0, elements.length).mapToDouble(i -> elements[i] * weight[i]).toArray();
        return IntStream.range(0, sequences()).mapToDouble(s -> sum(weighted, s)).toArray();
    }

    /** Unit {@code u} alone, with the divisors of all. */
    Signals unit(int u) {
        int from = unitStart[u];
        int to = unitStart[u + 1];
        int first = sequenceStart[from];
        Columns mine = Columns.none();
        for (Column column : columns.names()) {
            mine = mine.with(column, switch (column.level()) {
                case ELEMENT -> Arrays.copyOfRange(column(column), first, sequenceStart[to]);
                case SEQUENCE -> Arrays.copyOfRange(column(column), from, to);
                case UNIT -> Arrays.copyOfRange(column(column), u, u + 1);
            });
        }
        int[] starts = Arrays.stream(sequenceStart, from, to + 1).map(start -> start - first).toArray();
        return new Signals(Arrays.copyOfRange(policy, first, sequenceStart[to]), starts, new int[] {0, to - from}, mine, divisors);
    }

    /** Signals of one log-likelihood per sequence in units of equal size, with divisors counted from them (tokens from LENGTH if present). */
    public static Signals sequences(double[] policy, int perUnit, Columns columns) {
        if (perUnit < 1 || policy.length % perUnit != 0) {
            throw new IllegalArgumentException(policy.length + " log-likelihoods cannot be cut into units of " + perUnit);
        }
        int[] sequenceStart = IntStream.rangeClosed(0, policy.length).toArray();
        int[] unitStart = IntStream.rangeClosed(0, policy.length / perUnit).map(i -> i * perUnit).toArray();
        double tokens = columns.has(Column.LENGTH) ? Arrays.stream(columns.get(Column.LENGTH)).sum() : policy.length;
        return new Signals(policy, sequenceStart, unitStart, columns, new Divisors(unitStart.length - 1, policy.length, tokens, first(unitStart, columns)));
    }

    private static double first(int[] unitStart, Columns columns) {
        return Arrays.stream(unitStart, 0, unitStart.length - 1).mapToDouble(s -> columns.has(Column.LENGTH) ? columns.get(Column.LENGTH)[s] : 1).sum();
    }
}
