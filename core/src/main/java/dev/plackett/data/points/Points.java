package dev.plackett.data.points;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Points of ℝᵈ, one after the other, in float64.
 *
 * @param values    {@code [n·d]}, row by row; callers do not write into it
 * @param dimension d, at least 1
 */
public record Points(double[] values, int dimension) {

    public Points {
        if (dimension < 1 || values.length % dimension != 0) {
            throw new IllegalArgumentException(values.length + " numbers are no points of dimension " + dimension);
        }
    }

    /** Of rows that are equally long. */
    public static Points of(double[]... rows) {
        if (rows.length == 0) {
            throw new IllegalArgumentException("points of no dimension: expected at least one row");
        }
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != rows[0].length) {
                throw new IllegalArgumentException("row " + i + " has " + rows[i].length + " numbers, expected " + rows[0].length + " as row 0");
            }
        }
        return new Points(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), rows[0].length);
    }

    /** Of a tensor {@code [n, d]}. */
    public static Points of(Tensor tensor) {
        Tensors.check("points", tensor, Tensors.ANY, Tensors.ANY);
        return new Points(Tensors.toDoubles(tensor), Math.toIntExact(tensor.size(1)));
    }

    /** n. */
    public int rows() {
        return values.length / dimension;
    }

    /** A copy of one point. */
    public double[] row(int i) {
        return Arrays.copyOfRange(values, i * dimension, (i + 1) * dimension);
    }

    /** One coordinate of all points. */
    public double[] column(int j) {
        double[] out = new double[rows()];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i * dimension + j];
        }
        return out;
    }

    /** Points {@code from} … {@code to − 1}. */
    public Points slice(int from, int to) {
        return new Points(Arrays.copyOfRange(values, from * dimension, to * dimension), dimension);
    }

    /** Some of the points, in the order given; a point may come twice. */
    public Points pick(int... rows) {
        double[] out = new double[rows.length * dimension];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values, rows[i] * dimension, out, i * dimension, dimension);
        }
        return new Points(out, dimension);
    }

    /** These points, then others of the same dimension. */
    public Points then(Points next) {
        if (next.dimension != dimension) {
            throw new IllegalArgumentException("points of dimension " + dimension + " cannot be followed by points of dimension " + next.dimension);
        }
        double[] all = Arrays.copyOf(values, values.length + next.values.length);
        System.arraycopy(next.values, 0, all, values.length, next.values.length);
        return new Points(all, dimension);
    }

    /** As a tensor {@code [n, d]} of the caller's scope, float64. */
    public Tensor tensor() {
        return tensor(ScalarType.Double);
    }

    /** As a tensor {@code [n, d]} of the caller's scope. */
    public Tensor tensor(ScalarType dtype) {
        try (Scope scope = Scope.open()) {
            return scope.keep(Tensors.of(dtype, values).view(rows(), dimension));
        }
    }
}
