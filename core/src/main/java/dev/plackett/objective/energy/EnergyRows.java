package dev.plackett.objective.energy;

import dev.plackett.data.Column;
import dev.plackett.objective.Signals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A step's rows, or those of one group, sorted into data and noise.
 *
 * @param f         f of all rows of the step
 * @param logNoise  log q of them
 * @param group     which group
 * @param share     its part of the step's data, by weight
 * @param data      the data rows
 * @param weight    what each counts in the mean over them; sums to 1
 * @param noise     the noise rows
 * @param logWeight logarithm of what each counts in the mean over them
 */
record EnergyRows(double[] f, double[] logNoise, int group, double share, int[] data, double[] weight, int[] noise, double[] logWeight) {

    /** All rows together. */
    static EnergyRows whole(Signals signals) {
        EnergyRows all = of(signals, 0, IntStream.range(0, signals.sequences()).toArray(), Double.NaN);
        all.require(all.data.length > 0, "data");
        all.require(all.noise.length > 0, "noise");
        return all;
    }

    /** Rows by group, in the order of the groups. */
    static List<EnergyRows> groups(Signals signals) {
        if (!signals.columns().has(Column.GROUP)) {
            return List.of(whole(signals));
        }
        double[] group = signals.column(Column.GROUP);
        Integer[] order = IntStream.range(0, group.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, (a, b) -> Double.compare(group[a], group[b]));
        double[] isData = signals.column(Column.DATA);
        double total = Arrays.stream(weights(signals, IntStream.range(0, group.length).filter(i -> isData[i] == 1).toArray())).sum();
        List<EnergyRows> out = new ArrayList<>();
        for (int from = 0; from < order.length; ) {
            int to = from;
            while (to < order.length && group[order[to]] == group[order[from]]) {
                to++;
            }
            int[] rows = Arrays.stream(order, from, to).mapToInt(Integer::intValue).toArray();
            out.add(of(signals, (int) group[rows[0]], rows, total));
            from = to;
        }
        return out;
    }

    private static EnergyRows of(Signals signals, int group, int[] rows, double total) {
        double[] isData = signals.column(Column.DATA);
        int[] data = new int[rows.length];
        int[] noise = new int[rows.length];
        int n = 0;
        int m = 0;
        for (int row : rows) {
            if (isData[row] == 1) {
                data[n++] = row;
            } else if (isData[row] == 0) {
                noise[m++] = row;
            } else {
                throw new IllegalArgumentException("row " + row + ": '" + Column.DATA.name() + "' is " + isData[row] + ", expected 1 (data) or 0 (noise)");
            }
        }
        data = Arrays.copyOf(data, n);
        noise = Arrays.copyOf(noise, m);
        double[] weight = weights(signals, data);
        double sum = Arrays.stream(weight).sum();
        for (int i = 0; i < n; i++) {
            weight[i] /= sum;
        }
        double[] logWeight = logWeights(signals, noise);
        double[] logNoise = signals.columns().has(Column.NOISE) ? signals.column(Column.NOISE) : new double[0];
        return new EnergyRows(signals.policy(), logNoise, group, Double.isNaN(total) ? 1 : sum / total, data, weight, noise, logWeight);
    }

    private static double[] weights(Signals signals, int[] rows) {
        double[] out = new double[rows.length];
        Arrays.fill(out, 1);
        if (signals.columns().has(Column.WEIGHT)) {
            double[] weight = signals.column(Column.WEIGHT);
            for (int i = 0; i < out.length; i++) {
                out[i] = weight[rows[i]];
            }
        }
        return out;
    }

    /** Logarithms of weights that sum to 1. */
    private static double[] logWeights(Signals signals, int[] rows) {
        double[] out = weights(signals, rows);
        double logSum = Math.log(Arrays.stream(out).sum());
        if (!signals.columns().has(Column.WEIGHT)) {
            Arrays.fill(out, -logSum);
            return out;
        }
        for (int j = 0; j < out.length; j++) {
            out[j] = Math.log(out[j]) - logSum;
        }
        return out;
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw new IllegalArgumentException("the step has no row of " + what + ": column '" + Column.DATA.name() + "' says 1 for data and 0 for noise");
        }
    }

    /** Mean of f over the data. */
    double meanOfData() {
        double mean = 0;
        for (int i = 0; i < data.length; i++) {
            mean += weight[i] * f(i);
        }
        return mean;
    }

    /** f of data row i: finite. */
    double f(int i) {
        double value = f[data[i]];
        if (!Double.isFinite(value)) {
            throw at("data", i, data[i], "f(x) is " + value + ", expected a number: the model gives this row no density, or has overflowed");
        }
        return value;
    }

    /** f − log q of data row i: finite. */
    double logRatio(int i) {
        double q = logNoise[data[i]];
        if (!Double.isFinite(q)) {
            throw at("data", i, data[i], "log q(x) is " + q + ", expected a number: the noise must have density wherever there are data");
        }
        return f(i) - q;
    }

    /** f − log q of noise row j: a number, or −∞ where the model has no density. */
    double logWeightOf(int j) {
        double q = logNoise[noise[j]];
        double a = f[noise[j]] - q;
        if (!Double.isFinite(q) || !(a < Double.POSITIVE_INFINITY)) {
            throw at("noise", j, noise[j], "f(x) is " + f[noise[j]] + " and log q(x) " + q + ", expected f below infinity and a finite log q");
        }
        return a;
    }

    /** f of row j among a model's samples: finite. */
    double sample(int j) {
        double value = f[noise[j]];
        if (!Double.isFinite(value)) {
            throw at("sample", j, noise[j], "f(x) is " + value + ", expected a number: the chain has left where the model is defined, or f has overflowed");
        }
        return value;
    }

    /** log importance weights f − log q − centre of the noise rows. */
    double[] logWeights(double centre) {
        double[] a = new double[noise.length];
        for (int j = 0; j < a.length; j++) {
            a[j] = logWeightOf(j) - centre;
        }
        return a;
    }

    /** Refuses data where the noise has no density: the model could grow there at no cost. */
    void expectNoiseAtData() {
        for (int i = 0; i < data.length; i++) {
            logRatio(i);
        }
    }

    private static ArithmeticException at(String kind, int place, int row, String problem) {
        return new ArithmeticException("row " + row + " of the step (" + kind + " row " + place + "): " + problem);
    }
}
