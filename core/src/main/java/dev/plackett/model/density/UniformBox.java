package dev.plackett.model.density;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Uniform on a box, zero outside of it.
 *
 * @param low  the lower corner, part of the box
 * @param high the upper corner, above the lower one in every coordinate; part of the box
 */
public record UniformBox(double[] low, double[] high) implements Density, Storable {

    private static final String KIND = "uniform-box";

    public UniformBox {
        low = low.clone();
        high = high.clone();
        if (low.length == 0 || low.length != high.length) {
            throw new IllegalArgumentException("a box from " + low.length + " numbers to " + high.length);
        }
        for (int i = 0; i < low.length; i++) {
            if (!(low[i] < high[i]) || !Double.isFinite(high[i] - low[i])) {
                throw new IllegalArgumentException("coordinate " + i + " of a box goes from " + low[i] + " to " + high[i] + ", expected the first to be smaller");
            }
        }
    }

    /** [low, high]ᵈ. */
    public static UniformBox cube(int dimension, double low, double high) {
        double[] lows = new double[dimension];
        double[] highs = new double[dimension];
        Arrays.fill(lows, low);
        Arrays.fill(highs, high);
        return new UniformBox(lows, highs);
    }

    /**
     * The smallest box around points, widened.
     *
     * @param points {@code [n, d]}
     * @param margin added on each side, in shares of the side's length; above 0 where later points may lie further out
     */
    public static UniformBox around(Tensor points, double margin) {
        Moments.of(points);
        try (Scope scope = Scope.open()) {
            double[] least = Tensors.toDoubles(torch.amin(points, new long[] {0}, false));
            double[] most = Tensors.toDoubles(torch.amax(points, new long[] {0}, false));
            double[] low = new double[least.length];
            double[] high = new double[least.length];
            for (int i = 0; i < least.length; i++) {
                low[i] = least[i] - margin * (most[i] - least[i]);
                high[i] = most[i] + margin * (most[i] - least[i]);
            }
            return new UniformBox(low, high);
        }
    }

    @Override
    public Tensor sample(long n, Seeds seeds) {
        try (Scope scope = Scope.open()) {
            Tensor from = Tensors.of(ScalarType.Double, low);
            return scope.keep(Draws.uniform(n, low.length, seeds).mul(Tensors.of(ScalarType.Double, high).sub(from)).add(from));
        }
    }

    @Override
    public Tensor logDensity(Tensor x) {
        double inside = 0;
        for (int i = 0; i < low.length; i++) {
            inside -= Math.log(high[i] - low[i]);
        }
        Tensors.check("points of a density", x, Tensors.ANY, low.length);
        try (Scope scope = Scope.open()) {
            Tensor outside = x.lt(Tensors.of(Tensors.dtype(x), low)).logical_or(x.gt(Tensors.of(Tensors.dtype(x), high))).any(1, false);
            // A gradient of zero, and not none: chains ask for it.
            Tensor flat = x.mul(Tensors.scalar(0)).sum(1).add(Tensors.scalar(inside));
            return scope.keep(flat.masked_fill(outside, Tensors.scalar(Double.NEGATIVE_INFINITY)));
        }
    }

    @Override
    public long dimension() {
        return low.length;
    }

    @Override
    public Description describe() {
        return Description.of(KIND).with("low", low).with("high", high);
    }

    /** Reads it back. */
    public static final class Kind implements StorableKind {
        @Override
        public String name() {
            return KIND;
        }

        @Override
        public Storable restore(Description d) {
            return new UniformBox(d.vector("low"), d.vector("high"));
        }
    }
}
