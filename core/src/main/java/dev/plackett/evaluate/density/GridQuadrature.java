package dev.plackett.evaluate.density;

import dev.plackett.data.points.Points;
import dev.plackett.evaluate.LogSpace;
import dev.plackett.model.density.LogDensity;
import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Integrals over an interval or a rectangle by the trapezoidal rule, in float64 and in the log domain. For a smooth density that is negligible at the edges the
 * error falls faster than any power of the spacing. Mass beyond the edges is not seen.
 *
 * @param low   where each axis begins, one or two
 * @param high  where it ends
 * @param nodes per axis, both ends included, at least 2
 */
public record GridQuadrature(double[] low, double[] high, int nodes) {

    private static final int MOST_NODES = 1 << 25;

    public GridQuadrature {
        low = low.clone();
        high = high.clone();
        if (low.length < 1 || low.length > 2 || low.length != high.length || nodes < 2 || Math.pow(nodes, low.length) > MOST_NODES) {
            throw new IllegalArgumentException("a grid on " + low.length + " axes with " + nodes + " nodes each: expected one or two axes, and 2 to " + MOST_NODES
                + " nodes in all");
        }
        for (int i = 0; i < low.length; i++) {
            if (!(low[i] < high[i]) || !Double.isFinite(high[i] - low[i])) {
                throw new IllegalArgumentException("axis " + i + " of a grid goes from " + low[i] + " to " + high[i] + ", expected the first to be smaller");
            }
        }
    }

    /** On [low, high]. */
    public static GridQuadrature line(double low, double high, int nodes) {
        return new GridQuadrature(new double[] {low}, new double[] {high}, nodes);
    }

    /** On [low, high]², the same for both axes. */
    public static GridQuadrature square(double low, double high, int nodes) {
        return new GridQuadrature(new double[] {low, low}, new double[] {high, high}, nodes);
    }

    /** The customary grid of planar toys: [−7, 7]² with 561 nodes per axis. */
    public static GridQuadrature planar() {
        return square(-7, 7, 561);
    }

    /** Distance of neighbours along an axis. */
    public double spacing(int axis) {
        return (high[axis] - low[axis]) / (nodes - 1);
    }

    /** All nodes; the last axis runs fastest. */
    public Points points() {
        int d = low.length;
        int n = d == 1 ? nodes : nodes * nodes;
        double[] values = new double[n * d];
        for (int i = 0; i < n; i++) {
            values[i * d] = low[0] + (d == 1 ? i : i / nodes) * spacing(0);
            if (d == 2) {
                values[i * d + 1] = low[1] + i % nodes * spacing(1);
            }
        }
        return new Points(values, d);
    }

    /** Log-densities at all nodes, in the order of {@link #points}: what pictures are drawn of. */
    public double[] logDensities(LogDensity f) {
        return LogValues.of(f, points());
    }

    /** log ∫ exp f; −∞ where f is −∞ everywhere. */
    public double logZ(LogDensity f) {
        return LogSpace.sum(logMasses(logDensities(f)));
    }

    /** log ∫ exp f of log-densities at the nodes. */
    public double logZ(double[] logDensities) {
        return LogSpace.sum(logMasses(logDensities));
    }

    /** Entropy in nats of exp f / Z. */
    public double entropy(LogDensity f) {
        double[] log = logDensities(f);
        double[] mass = logMasses(log);
        double logZ = LogSpace.sum(mass);
        double sum = 0;
        for (int i = 0; i < log.length; i++) {
            sum -= log[i] == Double.NEGATIVE_INFINITY ? 0 : Math.exp(mass[i] - logZ) * (log[i] - logZ);
        }
        return sum;
    }

    /** Draws of exp f / Z: a node by its mass, then a uniform place in its cell. */
    public Points sample(int n, LogDensity f, Seeds seeds) {
        return sample(n, logDensities(f), seeds);
    }

    /** The same of log-densities at the nodes. */
    public Points sample(int n, double[] logDensities, Seeds seeds) {
        double[] mass = LogSpace.softmax(logMasses(logDensities));
        double[] until = new double[mass.length];
        double sum = 0;
        for (int i = 0; i < mass.length; i++) {
            sum += mass[i];
            until[i] = sum;
        }
        int d = low.length;
        Points all = points();
        double[] values = new double[n * d];
        SplittableRandom random = seeds.at("grid").random();
        for (int row = 0; row < n; row++) {
            int at = Arrays.binarySearch(until, random.nextDouble() * sum);
            int node = Math.min(at < 0 ? -at - 1 : at + 1, mass.length - 1);
            for (int j = 0; j < d; j++) {
                double moved = all.values()[node * d + j] + spacing(j) * (random.nextDouble() - 0.5);
                values[row * d + j] = Math.max(low[j], Math.min(high[j], moved));
            }
        }
        return new Points(values, d);
    }

    /** log(density · weight) of each node. */
    private double[] logMasses(double[] logDensities) {
        double cell = Math.log(spacing(0)) + (low.length == 2 ? Math.log(spacing(1)) : 0);
        double half = Math.log(2);
        double[] out = logDensities.clone();
        for (int i = 0; i < out.length; i++) {
            int first = low.length == 1 ? i : i / nodes;
            int edges = (first % (nodes - 1) == 0 ? 1 : 0) + (low.length == 2 && i % nodes % (nodes - 1) == 0 ? 1 : 0);
            out[i] += cell - edges * half;
        }
        return out;
    }
}
