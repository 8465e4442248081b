package dev.plackett.model.density;

import dev.plackett.data.points.Points;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * A probability of rows of d symbols out of 0 … V−1, one conditional table per position: p(x) = Π_t p_t(x_t | x_{t−k} … x_{t−1}). Symbols are whole numbers in
 * a floating tensor; its "density" is the probability, with respect to counting. Zero for anything that is no symbol.
 *
 * @param symbols V, at least 2
 * @param order   k, how many symbols before a position it depends on; fewer at the beginning
 * @param tables  for each position, V^min(t, k) rows of V probabilities; the row of a context counts in base V, the earliest symbol first
 */
public record Autoregressive(int symbols, int order, double[][] tables) implements Density, Storable {

    private static final String KIND = "autoregressive";
    private static final long LARGEST_TABLE = 1 << 22;

    public Autoregressive {
        tables = Matrices.copy(tables);
        if (symbols < 2 || order < 0 || tables.length == 0) {
            throw new IllegalArgumentException("rows of " + tables.length + " out of " + symbols + " symbols with order " + order
                + ": expected at least one position, 2 symbols and order 0");
        }
        for (int t = 0; t < tables.length; t++) {
            int size = size(symbols, Math.min(t, order));
            if (tables[t].length != size) {
                throw new IllegalArgumentException("position " + t + " has a table of " + tables[t].length + " probabilities, expected " + size);
            }
            for (int row = 0; row < size; row += symbols) {
                double sum = Arrays.stream(tables[t], row, row + symbols).sum();
                if (!(Math.abs(sum - 1) < 1e-9) || Arrays.stream(tables[t], row, row + symbols).anyMatch(p -> p < 0)) {
                    throw new IllegalArgumentException("position " + t + ", context " + row / symbols + ": probabilities sum to " + sum);
                }
            }
        }
    }

    /**
     * Counts, smoothed.
     *
     * @param rows      of symbols, at least one
     * @param smoothing added to each count, at least 0; with 0, contexts that never occur get equal probabilities, and symbols that never follow get none
     * @throws IllegalArgumentException naming the first entry that is no symbol
     */
    public static Autoregressive fitted(Points rows, int symbols, int order, double smoothing) {
        int d = rows.dimension();
        double[][] tables = new double[d][];
        for (int t = 0; t < d; t++) {
            tables[t] = new double[size(symbols, Math.min(t, order))];
        }
        for (int i = 0; i < rows.rows(); i++) {
            for (int t = 0; t < d; t++) {
                if (symbol(rows.values()[i * d + t], symbols) < 0) {
                    throw new IllegalArgumentException("row " + i + ", position " + t + ": expected a symbol from 0 to " + (symbols - 1) + ", found "
                        + rows.values()[i * d + t]);
                }
                tables[t][entry(rows.values(), i * d, t, symbols, order)]++;
            }
        }
        for (double[] table : tables) {
            for (int row = 0; row < table.length; row += symbols) {
                double sum = Arrays.stream(table, row, row + symbols).sum() + symbols * smoothing;
                for (int v = row; v < row + symbols; v++) {
                    table[v] = sum > 0 ? (table[v] + smoothing) / sum : 1.0 / symbols;
                }
            }
        }
        return new Autoregressive(symbols, order, tables);
    }

    private static int size(int symbols, int context) {
        double size = Math.pow(symbols, context + 1);
        if (size > LARGEST_TABLE) {
            throw new IllegalArgumentException("a table of " + symbols + " symbols after " + context + " has " + size + " entries, expected at most "
                + LARGEST_TABLE + ": take a lower order");
        }
        return (int) size;
    }

    /** The symbol, or −1 when it is none. */
    private static int symbol(double value, int symbols) {
        return value >= 0 && value < symbols && value == Math.rint(value) ? (int) value : -1;
    }

    /** Where the probability of position t of the row that begins at {@code from} stands. */
    private static int entry(double[] values, int from, int t, int symbols, int order) {
        int at = 0;
        for (int s = Math.max(0, t - order); s <= t; s++) {
            at = at * symbols + (int) values[from + s];
        }
        return at;
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        int d = tables.length;
        double[] values = new double[Draws.size(n, d)];
        SplittableRandom random = seeds.at("symbols").random();
        for (int from = 0; from < values.length; from += d) {
            for (int t = 0; t < d; t++) {
                int row = entry(values, from, t, symbols, order);
                values[from + t] = Draws.category(random.nextDouble(), tables[t], row, row + symbols);
            }
        }
        return new Points(values, d).tensor();
    }

    @Override
    public Tensor logDensity(Tensor x) {
        int d = tables.length;
        Tensors.check("rows of symbols", x, Tensors.ANY, d);
        double[] values = Tensors.toDoubles(x);
        double[] out = new double[values.length / d];
        for (int i = 0; i < out.length; i++) {
            for (int t = 0; t < d; t++) {
                boolean known = symbol(values[i * d + t], symbols) >= 0;
                out[i] += known ? Math.log(tables[t][entry(values, i * d, t, symbols, order)]) : Double.NEGATIVE_INFINITY;
                if (!known) {
                    break;
                }
            }
        }
        return Tensors.of(Tensors.dtype(x), out);
    }

    @Override
    public long dimension() {
        return tables.length;
    }

    @Override
    public Description describe() {
        Description d = Description.of(KIND).with("symbols", symbols).with("order", order).with("positions", tables.length);
        for (int t = 0; t < tables.length; t++) {
            d = d.with("table." + t, tables[t]);
        }
        return d;
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            double[][] tables = new double[d.integer("positions")][];
            Arrays.setAll(tables, t -> d.vector("table." + t));
            return new Autoregressive(d.integer("symbols"), d.integer("order"), tables);
        }
    }
}
