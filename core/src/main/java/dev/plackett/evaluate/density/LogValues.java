package dev.plackett.evaluate.density;

import dev.plackett.data.points.Points;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;

/** Log-densities of many points, a chunk at a time and without graph, in float64 as far as the density is. */
public final class LogValues {

    private static final int CHUNK = 1 << 14;

    private LogValues() {}

    /** {@code [n, d]} → {@code [n]}; −∞ where the density is zero. */
    public static double[] of(LogDensity density, Points points) {
        return of(density, points, CHUNK);
    }

    /**
     * The same with so many points at once.
     *
     * @throws ArithmeticException naming the first point whose log-density is no number or +∞
     */
    static double[] of(LogDensity density, Points points, int chunk) {
        double[] out = new double[points.rows()];
        for (int at = 0; at < out.length; at += chunk) {
            int to = Math.min(out.length, at + chunk);
            try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
                double[] some = Tensors.toDoubles(density.of(points.slice(at, to).tensor()));
                if (some.length != to - at) {
                    throw new IllegalArgumentException("a log-density gave " + some.length + " numbers for " + (to - at) + " points");
                }
                System.arraycopy(some, 0, out, at, some.length);
            }
            for (int i = at; i < to; i++) {
                if (!(out[i] < Double.POSITIVE_INFINITY)) {
                    throw new ArithmeticException("the log-density of point " + i + " is " + out[i] + ", expected a number or minus infinity; the point is "
                        + Arrays.toString(Arrays.copyOf(points.row(i), Math.min(8, points.dimension()))) + (points.dimension() > 8 ? " …" : ""));
                }
            }
        }
        return out;
    }
}
