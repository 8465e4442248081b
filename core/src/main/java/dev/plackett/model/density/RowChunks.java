package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Functions of rows, computed a chunk of rows at a time so that what lies between has bounded size. */
final class RowChunks {

    /** Numbers that one intermediate tensor may hold: 1 MB in float64, which stays in the cache. */
    private static final long MOST = 1 << 17;

    private RowChunks() {}

    /**
     * One number per row, computed in float64 and given in the rows' own dtype.
     *
     * @param x         {@code [n, d]}
     * @param dimension d that is expected
     * @param perRow    numbers per row of the largest tensor in between
     * @param function  {@code [m, d]} float64 → {@code [m]}
     */
    static Tensor map(Tensor x, long dimension, long perRow, UnaryOperator<Tensor> function) {
        Tensors.check("points of a density", x, Tensors.ANY, dimension);
        try (Scope scope = Scope.open()) {
            ScalarType dtype = Tensors.dtype(x);
            Tensor wide = dtype == ScalarType.Double ? x : x.to(ScalarType.Double);
            long n = x.size(0);
            long rows = Math.max(1, MOST / Math.max(1, perRow));
            Tensor out;
            if (n <= rows) {
                out = function.apply(wide);
            } else {
                TensorVector parts = new TensorVector();
                for (long at = 0; at < n; at += rows) {
                    try (Scope inner = Scope.open()) {
                        parts.push_back(function.apply(wide.narrow(0, at, Math.min(rows, n - at))));
                    }
                }
                out = torch.cat(parts, 0);
            }
            return scope.keep(dtype == ScalarType.Double ? out : out.to(dtype));
        }
    }
}
