package dev.plackett.robust;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Inner products of rows: float64 products of blocks of columns, added in order within a segment, and segments in order. */
final class Products {

    /** Products of a multiple of 16 rows take little more than half the time of those with one row less. */
    private static final int LANES = 16;

    private Products() {}

    /** {@code [p, p]}, symmetric. */
    static double[][] of(Rows rows, int blocksAtOnce) {
        int p = rows.count();
        int padded = (p + LANES - 1) / LANES * LANES;
        double[] all = sums(rows, padded, blocksAtOnce, padded * padded, (pass, from, to) -> {
            Tensor product = pass.like(padded, padded);
            Tensor total = pass.like(padded, padded);
            pass.each(from, to, GradientMatrix.BLOCK, (block, at) -> {
                torch.mm_out(product, block, block.t());
                total.add_(product);
            });
            return total;
        });
        double[][] values = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                values[i][j] = all[i * padded + j];
                values[j][i] = values[i][j];
            }
        }
        return values;
    }

    /** The diagonal alone. */
    static double[] squaredNorms(Rows rows, int blocksAtOnce) {
        return sums(rows, rows.count(), blocksAtOnce, rows.count(), (pass, from, to) -> {
            Tensor total = pass.like(rows.count());
            pass.each(from, to, GradientMatrix.BLOCK, (block, at) -> total.add_(block.square_().sum(1)));
            return total;
        });
    }

    /** A sum over the columns of one segment. */
    private interface Segment {
        Tensor sum(ColumnPass pass, long from, long to);
    }

    private static double[] sums(Rows rows, int padded, int blocksAtOnce, int size, Segment segment) {
        double[][] parts = new double[rows.segments()][];
        rows.eachSegment((index, from, to) -> {
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                ColumnPass pass = new ColumnPass(rows, null, padded, (long) GradientMatrix.BLOCK * blocksAtOnce, false);
                parts[index] = Tensors.toDoubles(segment.sum(pass, from, to).cpu());
            }
        });
        double[] total = new double[size];
        for (double[] part : parts) {
            Arrays.setAll(total, i -> total[i] + part[i]);
        }
        return total;
    }
}
