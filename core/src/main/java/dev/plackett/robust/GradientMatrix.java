package dev.plackett.robust;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The gradients of p workers, {@code [p, n]}: a view of tensors that belong to somebody else, valid in the scope where it was made. Rows may be
 * chosen, appended and mixed (weighted sums) without copying anything: what follows works on the inner products, or mixes a few thousand columns at a
 * time.
 *
 * <p>All work goes over the columns in blocks of fixed size and order, in float64, so results do not depend on how much is read at once, and extra
 * memory is some megabytes whatever n is. Gradients may lie on any device; products and weighted sums are computed there.
 */
public final class GradientMatrix {

    /** Columns of one product. Sums over columns are sums over blocks, in order. */
    public static final int BLOCK = 8192;
    /** Columns of a block for rules that work on each coordinate: its rows stay in the caches nearest to the processor. */
    public static final int COLUMNS = 2048;
    private static final double LITTLE_CANCELS = 4;

    /**
     * What to do with a block of columns: one array for each row, the block's columns in its first {@code width} elements, which may be overwritten;
     * {@code at} is the block's first column, a multiple of {@link #COLUMNS}; the update's columns go into {@code out}.
     */
    public interface BlockRule {
        /** Works on one block. */
        void apply(double[][] rows, int width, long at, double[] out);
    }

    private final Rows rows;
    private final List<String> names;
    private final List<Long> layers;
    private final int blocksAtOnce;
    /** Of weighted sums: the rows they are of, and the weights. Else null. */
    private final GradientMatrix base;
    private final double[][] mix;
    private Gram gram;

    private GradientMatrix(Rows rows, List<String> names, List<Long> layers, int blocksAtOnce, GradientMatrix base, double[][] mix) {
        this.rows = rows;
        this.names = List.copyOf(names);
        this.layers = layers;
        this.blocksAtOnce = blocksAtOnce;
        this.base = base;
        this.mix = mix;
    }

    /** Of a tensor {@code [p, n]} in float32, float64, float16 or bfloat16; workers are called 0, 1, … */
    public static GradientMatrix of(Tensor matrix) {
        Rows rows = Rows.of(matrix);
        return new GradientMatrix(rows, numbered(rows.count()), List.of(), 1, null, null);
    }

    /** Of one tensor {@code [n]} for each worker, all of one length and dtype and on one device; workers are called 0, 1, … */
    public static GradientMatrix of(List<Tensor> rows) {
        return of(rows, numbered(rows.size()));
    }

    /** The same with the workers' names, all different. */
    public static GradientMatrix of(List<Tensor> rows, List<String> names) {
        checkNames(rows.size(), names);
        return new GradientMatrix(Rows.of(rows, names), names, List.of(), 1, null, null);
    }

    private static List<String> numbered(int p) {
        return IntStream.range(0, p).mapToObj(Integer::toString).toList();
    }

    private static void checkNames(int p, List<String> names) {
        if (names.size() != p || new HashSet<>(names).size() != p) {
            throw new IllegalArgumentException("expected " + p + " different names of workers, found " + names);
        }
    }

    private GradientMatrix view(Rows of, List<String> called, Gram products) {
        GradientMatrix out = new GradientMatrix(of, called, of.length() == length() ? layers : List.of(), blocksAtOnce, null, null);
        out.gram = products;
        return out;
    }

    private GradientMatrix mixedBase(double[][] weights, List<String> called) {
        return new GradientMatrix(rows, called, layers, blocksAtOnce, base == null ? this : base, weights);
    }

    /** The same rows under other names, all different. */
    public GradientMatrix named(List<String> called) {
        checkNames(workers(), called);
        return mix == null ? view(rows, called, null) : mixedBase(mix, called);
    }

    /** The same with the lengths of consecutive layers, which add up to n. */
    public GradientMatrix withLayers(List<Long> lengths) {
        long sum = lengths.stream().mapToLong(Long::longValue).sum();
        if (sum != length() || lengths.stream().anyMatch(l -> l < 1)) {
            throw new IllegalArgumentException("layers of " + lengths + " parameters, expected lengths of at least 1 with the sum " + length() + ", found "
                + sum);
        }
        return new GradientMatrix(rows, names, List.copyOf(lengths), blocksAtOnce, base, mix);
    }

    /** The same, read so many blocks at a time: fewer and larger copies for 64 KB more memory each and row. Results are the same. */
    public GradientMatrix readingBlocks(int atOnce) {
        if (atOnce < 1 || atOnce > 1 << 12) {
            throw new IllegalArgumentException("expected 1 to 4096 blocks at once, found " + atOnce);
        }
        return new GradientMatrix(rows, names, layers, atOnce, base == null ? null : base.readingBlocks(atOnce), mix);
    }

    /** p. */
    public int workers() {
        return names.size();
    }

    /** Names by row. */
    public List<String> names() {
        return names;
    }

    /** n. */
    public long length() {
        return rows.length();
    }

    /** Lengths of layers; empty where none were given. */
    public List<Long> layers() {
        return layers;
    }

    /** Bytes of gradients read so far, over all views of the same tensors. */
    public long bytesRead() {
        return rows.bytes().sum();
    }

    /** Some of the rows, in this order. */
    public GradientMatrix select(int... indices) {
        List<String> called = Arrays.stream(indices).mapToObj(names::get).toList();
        GradientMatrix out = mix == null ? view(rows.select(indices), called, null)
            : mixedBase(Arrays.stream(indices).mapToObj(i -> mix[i]).toArray(double[][]::new), called);
        out.gram = gram == null ? null : gram.select(indices);
        return out;
    }

    /** Weighted sums of the rows: row i is Σ weights[i][j]·g_j. Rows of weight 0 change no products and no update, whatever they are. */
    public GradientMatrix mixed(double[][] weights, List<String> called) {
        return mixedBase(mix == null ? weights : Arrays.stream(weights).map(w -> Weights.through(w, mix, rows.count())).toArray(double[][]::new), called);
    }

    /** The rows and one more, of any dtype, last. */
    public GradientMatrix appended(Tensor row, String name) {
        Tensors.check(name, row, length());
        List<String> called = new ArrayList<>(names);
        called.add(name);
        if (mix == null) {
            return view(rows.appended(row), called, null);
        }
        double[][] weights = Arrays.stream(Arrays.copyOf(mix, mix.length + 1)).map(w -> w == null ? new double[rows.count() + 1]
            : Arrays.copyOf(w, rows.count() + 1)).toArray(double[][]::new);
        weights[mix.length][rows.count()] = 1;
        return base.appended(row, name).mixedBase(weights, called);
    }

    /** With zeros in place of some rows, which take no memory. */
    public GradientMatrix zeroed(int... indices) {
        if (mix != null) {
            throw new IllegalStateException("rows are replaced before they are mixed");
        }
        return view(rows.zeroed(indices), names, gram == null ? null : gram.zeroed(indices));
    }

    /** The columns from one (included) to another (not included). */
    public GradientMatrix columns(long from, long to) {
        if (from < 0 || to > length() || from >= to) {
            throw new IllegalArgumentException("columns " + from + " to " + to + ", expected some of the " + length());
        }
        return mix == null ? view(rows.columns(from, to), names, null) : base.columns(from, to).mixedBase(mix, names);
    }

    /** Inner products of all rows, computed once. */
    public Gram gram() {
        if (gram == null) {
            gram = mix == null ? new Gram(names, Products.of(rows, blocksAtOnce)) : base.gram().mixed(mix, names);
        }
        return gram;
    }

    /** ‖g_i‖² of all rows; NaN or infinite for a row that is not finite. */
    public double[] squaredNorms() {
        if (gram != null || mix != null) {
            double[][] products = gram().values();
            return IntStream.range(0, workers()).mapToDouble(i -> products[i][i]).toArray();
        }
        return Products.squaredNorms(rows, blocksAtOnce);
    }

    /**
     * Σ aᵢgᵢ, summed in float64. Rows of coefficient 0 are not read.
     *
     * @param out {@code [n]}, none of the rows
     * @throws IllegalArgumentException when the sum is not finite
     */
    public void combine(double[] coefficients, Tensor out) {
        combine(coefficients, out, false);
    }

    /**
     * The same in a third of the time, in float32, where all gradients and the update are, and the inner products say that so little cancels that this is
     * as good as the update's last digits; else in float64.
     */
    public void combineInOwnDtype(double[] coefficients, Tensor out) {
        double[] onRows = onRows(coefficients);
        combine(coefficients, out, rows.all(ScalarType.Float) && Tensors.dtype(out) == ScalarType.Float
            && (mix == null ? gram() : base.gram()).cancellation(onRows) < LITTLE_CANCELS);
    }

    private void combine(double[] coefficients, Tensor out, boolean plain) {
        checkOut(out);
        double[] onRows = onRows(coefficients);
        int[] used = IntStream.range(0, onRows.length).filter(i -> onRows[i] != 0).toArray();
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            if (used.length == 0) {
                out.zero_();
                return;
            }
            Rows some = rows.select(used);
            double[] a = Arrays.stream(used).mapToDouble(i -> onRows[i]).toArray();
            requireFinite(plain ? Combination.plain(some, a, out) : Combination.exact(some, a, out));
        }
    }

    private double[] onRows(double[] coefficients) {
        if (coefficients.length != workers()) {
            throw new IllegalArgumentException(coefficients.length + " coefficients for " + workers() + " workers");
        }
        return mix == null ? coefficients : Weights.through(coefficients, mix, rows.count());
    }

    /**
     * Runs a rule over blocks of columns, on as many threads as libtorch may use.
     *
     * @param out  {@code [n]}
     * @param rule makes one for each of several threads
     * @throws IllegalArgumentException when a result is not finite
     */
    public void coordinates(Tensor out, Supplier<BlockRule> rule) {
        checkOut(out);
        requireFinite(new Coordinates(rows, mix).run(out, rule));
    }

    /** @param check a sum of results times 0 */
    private void requireFinite(double check) {
        if (check != 0) {
            throw new IllegalArgumentException("the update is not finite: a gradient among those of the workers " + names
                + " has NaN or infinite numbers, or too large ones; a guard excludes such workers");
        }
    }

    /**
     * Refuses an update's tensor that does not fit.
     *
     * @throws IllegalArgumentException naming what was found and expected
     */
    public void checkOut(Tensor out) {
        Tensors.check("the update", out, length());
        Rows.checkDtype(out, "the update");
    }
}
