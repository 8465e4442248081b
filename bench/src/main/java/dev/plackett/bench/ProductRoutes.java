package dev.plackett.bench;

import dev.plackett.robust.GradientMatrix;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Ways to the inner products of p gradients {@code [p, n]} in float32, each with what it is called. The first is the one that aggregators take. */
final class ProductRoutes {

    private ProductRoutes() {}

    /** Inner products {@code [p, p]}, float64 in the end. */
    interface Route {
        double[] products(Tensor matrix);
    }

    static Map<String, Route> all() {
        Map<String, Route> routes = new LinkedHashMap<>();
        routes.put("float64, blocks of 8,192, rows padded to a multiple of 16 (taken)", ProductRoutes::taken);
        routes.put("float64, blocks of 8,192, rows as they are", m -> blocks(m, ScalarType.Double, 8192, false));
        routes.put("float64, blocks of 65,536, rows as they are", m -> blocks(m, ScalarType.Double, 65_536, false));
        routes.put("float64, blocks of 65,536, padded", m -> blocks(m, ScalarType.Double, 65_536, true));
        routes.put("float32 in blocks of 1,024 summed in float64, rows as they are", m -> blocks(m, ScalarType.Float, 1024, false));
        routes.put("float32 in blocks of 1,024 summed in float64, padded", m -> blocks(m, ScalarType.Float, 1024, true));
        routes.put("float32 in blocks of 8,192 summed in float64, padded", m -> blocks(m, ScalarType.Float, 8192, true));
        routes.put("float32, one product", ProductRoutes::whole);
        return routes;
    }

    private static double[] taken(Tensor matrix) {
        return Arrays.stream(GradientMatrix.of(matrix).gram().values()).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] whole(Tensor matrix) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            return Tensors.toDoubles(torch.mm(matrix, matrix.t()));
        }
    }

    private static double[] blocks(Tensor matrix, ScalarType dtype, long width, boolean pad) {
        long p = matrix.size(0);
        long rows = pad ? (p + 15) / 16 * 16 : p;
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor block = Tensors.zeros(dtype, rows, width);
            Tensor used = block.narrow(0, 0, p);
            Tensor product = Tensors.zeros(dtype, rows, rows);
            Tensor total = Tensors.zeros(ScalarType.Double, rows, rows);
            for (long at = 0; at < matrix.size(1); at += width) {
                try (Scope inner = Scope.open()) {
                    long left = Math.min(width, matrix.size(1) - at);
                    if (left < width) {
                        block.zero_();
                    }
                    used.narrow(1, 0, left).copy_(matrix.narrow(1, at, left));
                    torch.mm_out(product, block, block.t());
                    total.add_(product);
                }
            }
            return Tensors.toDoubles(total.narrow(0, 0, p).narrow(1, 0, p));
        }
    }
}
