package dev.plackett.data;

import dev.plackett.tensor.Tensors;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Points, or images, one a row, each of which has one score: an unnormalised log-density, or a class's log-probability.
 *
 * @param values the rows' numbers, one row after the other
 * @param shape  one row's shape: {@code [d]}, or {@code [C, H, W]}
 * @param group  which of several densities a row belongs to, or its class, from 0; empty where there is one
 * @param base   log-density that a model tilts at each row, added to what it computes, without gradient; empty for 0
 */
public record PointBatch(double[] values, long[] shape, int[] group, double[] base) implements Batch<PointBatch> {

    public PointBatch {
        long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (shape.length == 0 || size < 1 || values.length == 0 || values.length % size != 0) {
            throw new IllegalArgumentException(values.length + " numbers are not rows of shape " + Arrays.toString(shape) + ", at least one");
        }
        long rows = values.length / size;
        if (group.length != 0 && group.length != rows || base.length != 0 && base.length != rows) {
            throw new IllegalArgumentException(group.length + " groups and " + base.length + " base log-densities for " + rows
                + " rows, expected one each or none");
        }
        for (int g : group) {
            if (g < 0) {
                throw new IllegalArgumentException("a row's group is " + g + ", expected at least 0");
            }
        }
    }

    /** Rows of one density without a base. */
    public static PointBatch of(double[] values, long... shape) {
        return new PointBatch(values, shape, new int[0], new double[0]);
    }

    /** The same rows in these groups. */
    public PointBatch withGroups(int... groups) {
        return new PointBatch(values, shape, groups, base);
    }

    /** The same rows with base log-densities. */
    public PointBatch withBase(double... logDensities) {
        return new PointBatch(values, shape, group, logDensities);
    }

    /** Numbers in a row. */
    public int rowLength() {
        return values.length / sequences();
    }

    /** The rows as a tensor, {@code [n, …]}. */
    public Tensor tensor(ScalarType dtype) {
        long[] all = new long[shape.length + 1];
        all[0] = sequences();
        System.arraycopy(shape, 0, all, 1, shape.length);
        return Tensors.of(dtype, values).view(all);
    }

    /** Some rows, in the order given; a row may come twice. */
    public PointBatch rows(int... index) {
        int length = rowLength();
        double[] picked = new double[index.length * length];
        for (int i = 0; i < index.length; i++) {
            System.arraycopy(values, index[i] * length, picked, i * length, length);
        }
        return new PointBatch(picked, shape, group.length == 0 ? group : Arrays.stream(index).map(i -> group[i]).toArray(),
            base.length == 0 ? base : Arrays.stream(index).mapToDouble(i -> base[i]).toArray());
    }

    /** Number of rows. */
    @Override
    public int sequences() {
        return (int) (values.length / Arrays.stream(shape).reduce(1, (a, b) -> a * b));
    }

    @Override
    public long scoredTokens() {
        return sequences();
    }

    /** Number of rows. */
    @Override
    public long cost() {
        return sequences();
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when their rows have other shapes, or only some have groups or a base
     */
    @Override
    public PointBatch join(List<PointBatch> next) {
        List<PointBatch> all = Stream.concat(Stream.of(this), next.stream()).toList();
        for (PointBatch other : next) {
            if (!Arrays.equals(shape, other.shape) || (group.length == 0) != (other.group.length == 0) || (base.length == 0) != (other.base.length == 0)) {
                throw new IllegalArgumentException("rows of shape " + Arrays.toString(other.shape) + " do not join rows of shape " + Arrays.toString(shape)
                    + (Arrays.equals(shape, other.shape) ? ": only some have groups or a base" : ""));
            }
        }
        return new PointBatch(concat(all.stream().map(PointBatch::values).toList()), shape,
            all.stream().flatMapToInt(b -> IntStream.of(b.group)).toArray(), concat(all.stream().map(PointBatch::base).toList()));
    }

    /** One row each, cut when asked for. */
    @Override
    public List<PointBatch> pieces() {
        int n = sequences();
        return new AbstractList<>() {
            @Override
            public PointBatch get(int row) {
                return rows(row);
            }

            @Override
            public int size() {
                return n;
            }
        };
    }

    private static double[] concat(List<double[]> parts) {
        double[] all = new double[parts.stream().mapToInt(p -> p.length).sum()];
        int at = 0;
        for (double[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
