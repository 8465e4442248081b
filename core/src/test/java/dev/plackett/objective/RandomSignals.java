package dev.plackett.objective;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Random signals that hold exactly what an objective asks for. */
final class RandomSignals {

    private RandomSignals() {}

    /** Signals of so many units. */
    static Signals of(long seed, Needs needs, int units) {
        Random random = new Random(seed);
        int[] unitStart = starts(units, u -> switch (needs.unit()) {
            case EXAMPLE -> 1;
            case PAIR, LABELLED -> 2;
            case GROUP, BATCH -> 2 + random.nextInt(4);
        });
        int[] sequenceStart = starts(unitStart[units], s -> needs.grain() == Grain.SEQUENCE ? 1 : 1 + random.nextInt(4));
        double[] policy = fill(sequenceStart[sequenceStart.length - 1], i -> -20 - 60 * random.nextDouble());
        double[] length = fill(unitStart[units], i -> needs.grain() == Grain.SEQUENCE ? 1 + random.nextInt(30) : sequenceStart[i + 1] - sequenceStart[i]);
        Columns columns = Columns.none();
        for (Column column : needs.columns().stream().sorted(java.util.Comparator.comparing(Column::name)).toList()) {
            columns = columns.with(column, column.equals(Column.LENGTH) ? length : column.equals(Column.REFERENCE)
                ? fill(policy.length, i -> policy[i] + 3 * random.nextGaussian()) : column.equals(Column.GROUP)
                ? fill(unitStart[units], i -> unitOf(i, unitStart))
                : fill(count(column, units, unitStart[units], policy.length), i -> random.nextDouble()));
        }
        return new Signals(policy, sequenceStart, unitStart, columns, new Divisors(units, unitStart[units], Arrays.stream(length).sum(),
            Arrays.stream(unitStart, 0, units).mapToDouble(s -> length[s]).sum()));
    }

    /** The unit of a sequence: each has a partition function of its own. */
    private static int unitOf(int sequence, int[] unitStart) {
        int unit = 0;
        while (unitStart[unit + 1] <= sequence) {
            unit++;
        }
        return unit;
    }

    /** The units listed, in that order, with the divisors of all. */
    static Signals pick(Signals s, int... units) {
        int[] sequences = Arrays.stream(units).flatMap(u -> IntStream.range(s.unitStart()[u], s.unitStart()[u + 1])).toArray();
        int[] elements = elements(s, sequences);
        Map<Column, double[]> columns = new TreeMap<>(java.util.Comparator.comparing(Column::name));
        s.columns().values().forEach((column, numbers) -> columns.put(column, pick(numbers, switch (column.level()) {
            case ELEMENT -> elements;
            case SEQUENCE -> sequences;
            case UNIT -> units;
        })));
        return new Signals(pick(s.policy(), elements), starts(sequences.length, i -> s.sequenceStart()[sequences[i] + 1] - s.sequenceStart()[sequences[i]]),
            starts(units.length, i -> s.unitStart()[units[i] + 1] - s.unitStart()[units[i]]), new Columns(columns), s.divisors());
    }

    /** Which elements the sequences of these units hold, in order. */
    static int[] elementsOf(Signals s, int... units) {
        return elements(s, Arrays.stream(units).flatMap(u -> IntStream.range(s.unitStart()[u], s.unitStart()[u + 1])).toArray());
    }

    /** With other log-likelihoods. */
    static Signals with(Signals s, double[] policy) {
        return new Signals(policy, s.sequenceStart(), s.unitStart(), s.columns(), s.divisors());
    }

    private static int[] elements(Signals s, int[] sequences) {
        return Arrays.stream(sequences).flatMap(i -> IntStream.range(s.sequenceStart()[i], s.sequenceStart()[i + 1])).toArray();
    }

    private static double[] pick(double[] numbers, int[] at) {
        return Arrays.stream(at).mapToDouble(i -> numbers[i]).toArray();
    }

    private static int count(Column column, int units, int sequences, int elements) {
        return switch (column.level()) {
            case ELEMENT -> elements;
            case SEQUENCE -> sequences;
            case UNIT -> units;
        };
    }

    private static double[] fill(int n, IntToDoubleFunction value) {
        double[] out = new double[n];
        Arrays.setAll(out, value);
        return out;
    }

    private static int[] starts(int n, java.util.function.IntUnaryOperator size) {
        int[] out = new int[n + 1];
        for (int i = 0; i < n; i++) {
            out[i + 1] = out[i] + size.applyAsInt(i);
        }
        return out;
    }
}
