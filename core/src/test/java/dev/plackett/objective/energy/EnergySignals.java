package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.objective.Signals;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;

/** Signals of data and noise rows for tests. */
final class EnergySignals {

    private EnergySignals() {}

    /** Data rows first, then noise; log q of data is 0. */
    static Signals of(double[] data, double[] noise, double[] logNoise) {
        double[] logQ = DoubleStream.concat(DoubleStream.generate(() -> 0).limit(data.length), DoubleStream.of(logNoise)).toArray();
        return with(DoubleStream.concat(DoubleStream.of(data), DoubleStream.of(noise)).toArray(), data.length,
            Columns.of(Column.NOISE, logQ));
    }

    /** The first {@code data} rows are data. */
    static Signals with(double[] f, int data, Columns columns) {
        double[] isData = new double[f.length];
        java.util.Arrays.fill(isData, 0, data, 1);
        return Signals.sequences(f, f.length, columns.with(Column.DATA, isData));
    }

    /** Random rows in random order, all with a log q, perhaps with groups and weights. */
    static Signals random(long seed, int groups, boolean weights) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 8 + 3 * groups + random.nextInt(6);
        double[] f = new double[n];
        double[] q = new double[n];
        double[] data = new double[n];
        double[] group = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < n; i++) {
            f[i] = 3 * random.nextGaussian();
            q[i] = random.nextGaussian() - 2;
            group[i] = i % groups;
            // Every group has data and noise.
            data[i] = i / groups < 2 ? i / groups : random.nextInt(2);
            weight[i] = 0.2 + random.nextDouble();
        }
        Columns columns = Columns.of(Column.DATA, data).with(Column.NOISE, q);
        columns = groups > 1 ? columns.with(Column.GROUP, group) : columns;
        return Signals.sequences(f, n, weights ? columns.with(Column.WEIGHT, weight) : columns);
    }

    /** The same rows with other scores. */
    static Signals scored(Signals s, double[] f) {
        return new Signals(f, s.sequenceStart(), s.unitStart(), s.columns(), s.divisors());
    }

    /** The same rows in another order. */
    static Signals ordered(Signals s, int[] order) {
        Columns columns = Columns.none();
        for (Column column : s.columns().names()) {
            columns = columns.with(column, pick(s.column(column), order));
        }
        return new Signals(pick(s.policy(), order), s.sequenceStart(), s.unitStart(), columns, s.divisors());
    }

    static double[] pick(double[] values, int[] order) {
        return java.util.Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    }
}
