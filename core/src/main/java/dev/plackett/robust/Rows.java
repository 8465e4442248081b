package dev.plackett.robust;

import dev.plackett.tensor.Tensors;
import dev.plackett.tensor.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where gradients lie: one tensor {@code [n]} for each worker, or the rows of one tensor {@code [p, n]}.
 *
 * @param whole the one tensor, where the rows are exactly its rows; else null
 * @param rows  {@code [n]} each
 * @param bytes counts what is read
 */
record Rows(Tensor whole, List<Tensor> rows, long length, LongAdder bytes) {

    /** Columns of a part that one thread works on: a multiple of all blocks. */
    private static final long SEGMENT = 1 << 18;
    private static final Set<ScalarType> DTYPES = Set.of(ScalarType.Float, ScalarType.Double, ScalarType.BFloat16, ScalarType.Half);

    static Rows of(Tensor matrix) {
        Tensors.check("gradients", matrix, Tensors.ANY, Tensors.ANY);
        requireSome(matrix.size(0), matrix.size(1));
        checkDtype(matrix, "the gradients");
        List<Tensor> rows = new ArrayList<>();
        for (long i = 0; i < matrix.size(0); i++) {
            rows.add(matrix.select(0, i));
        }
        return new Rows(matrix, rows, matrix.size(1), new LongAdder());
    }

    static Rows of(List<Tensor> rows, List<String> names) {
        requireSome(rows.size(), 1);
        for (int i = 0; i < rows.size(); i++) {
            String what = "the gradient of worker " + names.get(i);
            Tensors.check(what, rows.get(i), i == 0 ? Tensors.ANY : rows.get(0).numel());
            checkDtype(rows.get(i), what);
            Tensors.checkDtypes(what, rows.get(0), rows.get(i));
        }
        requireSome(rows.size(), rows.get(0).numel());
        return new Rows(null, List.copyOf(rows), rows.get(0).numel(), new LongAdder());
    }

    private static void requireSome(long p, long n) {
        if (p < 1 || n < 1) {
            throw new IllegalArgumentException("expected gradients of at least one worker and one parameter, found " + p + " workers and " + n
                + " parameters");
        }
    }

    static void checkDtype(Tensor tensor, String what) {
        if (!DTYPES.contains(Tensors.dtype(tensor))) {
            throw new IllegalArgumentException(what + ": expected float32, float64, float16 or bfloat16, found " + Tensors.dtype(tensor));
        }
    }

    boolean all(ScalarType dtype) {
        return rows.stream().allMatch(row -> Tensors.dtype(row) == dtype);
    }

    int count() {
        return rows.size();
    }

    Device device() {
        return rows.get(0).device();
    }

    Rows select(int... indices) {
        boolean all = indices.length == count() && IntStream.range(0, indices.length).allMatch(i -> indices[i] == i);
        return all ? this : new Rows(null, Arrays.stream(indices).mapToObj(rows::get).toList(), length, bytes);
    }

    /** With one more row, of any dtype. */
    Rows appended(Tensor row) {
        List<Tensor> more = new ArrayList<>(rows);
        more.add(row);
        return new Rows(null, more, length, bytes);
    }

    /** With zeros, which take no memory, in place of some rows. */
    Rows zeroed(int... indices) {
        List<Tensor> some = new ArrayList<>(rows);
        for (int i : indices) {
            some.set(i, Tensors.zeros(Tensors.dtype(rows.get(i)), 1).to(device(), Tensors.dtype(rows.get(i))).expand(length));
        }
        return new Rows(null, some, length, bytes);
    }

    Rows columns(long from, long to) {
        Tensor part = whole == null ? null : whole.narrow(1, from, to - from);
        return new Rows(part, rows.stream().map(r -> r.narrow(0, from, to - from)).toList(), to - from, bytes);
    }

    /** A part of the columns. */
    interface Segment {
        void run(int index, long from, long to);
    }

    int segments() {
        return Math.toIntExact((length + SEGMENT - 1) / SEGMENT);
    }

    /** Runs over segments of fixed size, several at a time on the CPU, in order elsewhere. */
    void eachSegment(Segment segment) {
        IntConsumer run = i -> segment.run(i, i * SEGMENT, Math.min(length, (i + 1) * SEGMENT));
        if (rows.get(0).is_cpu()) {
            Workers.each(segments(), run);
        } else {
            IntStream.range(0, segments()).forEach(run);
        }
    }

    /** Copies columns into {@code [p, width]} of any dtype, on any device. */
    void read(long at, long width, Tensor into) {
        if (whole != null) {
            into.copy_(whole.narrow(1, at, width));
        } else {
            for (int i = 0; i < rows.size(); i++) {
                into.select(0, i).copy_(rows.get(i).narrow(0, at, width));
            }
        }
        countBytes(width);
    }

    /** Counts so many columns of all rows as read. */
    void countBytes(long width) {
        bytes.add(count() * width * rows.get(0).element_size());
    }
}
