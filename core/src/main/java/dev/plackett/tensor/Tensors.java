package dev.plackett.tensor;

import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Tensors from Java arrays and back. Copies always; nothing aliases Java memory. */
public final class Tensors {

    /** Most numbers of a tensor, an axis of length 0 taken as 1: eight bytes each and the strides must still be counted by libtorch. */
    public static final long MOST_ELEMENTS = Long.MAX_VALUE >> 4;
    /** In {@link #check}: an axis of any length. */
    public static final long ANY = -1;
    private static final int BLOCK = 1 << 13;

    private Tensors() {}

    /** A zero tensor. */
    public static Tensor zeros(ScalarType dtype, long... shape) {
        check(shape);
        return torch.zeros(shape, new TensorOptions(dtype));
    }

    /** An uninitialised tensor. */
    public static Tensor empty(ScalarType dtype, long... shape) {
        check(shape);
        return torch.empty(shape, new TensorOptions(dtype), null);
    }

    /**
     * Refuses a tensor that has not a given shape, before a native operation sees it.
     *
     * @param what  what the tensor is, for the message
     * @param shape lengths of its axes, {@link #ANY} where any will do
     * @return the tensor
     * @throws IllegalArgumentException naming what was found and expected
     */
    public static Tensor check(String what, Tensor tensor, long... shape) {
        boolean fits = tensor.defined() && tensor.dim() == shape.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = shape[i] == ANY || tensor.size(i) == shape[i];
        }
        if (!fits) {
            throw new IllegalArgumentException(what + ": expected shape " + Arrays.toString(shape).replace("-1", "any") + ", found "
                + (tensor.defined() ? Arrays.toString(shape(tensor)) : "no tensor"));
        }
        return tensor;
    }

    /**
     * Refuses tensors whose dtype is not the first one's.
     *
     * @throws IllegalArgumentException naming both dtypes
     */
    public static void checkDtypes(String what, Tensor first, Tensor... others) {
        for (Tensor other : others) {
            if (dtype(other) != dtype(first)) {
                throw new IllegalArgumentException(what + ": expected one dtype, found " + dtype(first) + " and " + dtype(other));
            }
        }
    }

    private static void check(long[] shape) {
        long size = 1;
        for (long axis : shape) {
            if (axis < 0 || axis > MOST_ELEMENTS / size) {
                throw new IllegalArgumentException("expected a shape of lengths of at least 0 and at most " + MOST_ELEMENTS + " numbers, found "
                    + Arrays.toString(shape));
            }
            size *= Math.max(1, axis);
        }
    }

    /** Indices, shape [n]. */
    public static Tensor of(int... values) {
        long[] wide = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            wide[i] = values[i];
        }
        return of(wide);
    }

    /** Indices, shape [n]. */
    public static Tensor of(long... values) {
        Tensor out = empty(ScalarType.Long, values.length);
        if (values.length > 0) {
            new LongPointer(out.data_ptr()).put(values);
        }
        return out;
    }

    /** Numbers, shape [n], converted to {@code dtype}. */
    public static Tensor of(ScalarType dtype, double... values) {
        if (dtype == ScalarType.Float) {
            return floats(values);
        }
        Tensor out = empty(ScalarType.Double, values.length);
        if (values.length > 0) {
            new DoublePointer(out.data_ptr()).put(values);
        }
        return dtype == ScalarType.Double ? out : out.to(dtype);
    }

    /** Converted a block at a time: between a large array and a large tensor there is nothing as large, which costs more than the conversion. */
    private static Tensor floats(double[] values) {
        Tensor out = empty(ScalarType.Float, values.length);
        float[] block = new float[Math.min(BLOCK, values.length)];
        FloatPointer to = new FloatPointer(out.data_ptr());
        for (int at = 0; at < values.length; at += block.length) {
            int n = Math.min(block.length, values.length - at);
            for (int i = 0; i < n; i++) {
                block[i] = (float) values[at + i];
            }
            to.position(at).put(block, 0, n);
        }
        return out;
    }

    /** Numbers, shape [n], float32. */
    public static Tensor of(float... values) {
        Tensor out = empty(ScalarType.Float, values.length);
        if (values.length > 0) {
            new FloatPointer(out.data_ptr()).put(values);
        }
        return out;
    }

    /** Normal numbers of mean 0, drawn in Java so that they depend on the seed alone; float32. */
    public static Tensor normal(Seeds seeds, double deviation, long... shape) {
        check(shape);
        int n = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
        java.util.SplittableRandom random = seeds.random();
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return of(values).view(shape);
    }

    /** All elements in row-major order, as float64. */
    public static double[] toDoubles(Tensor tensor) {
        double[] out = new double[length(tensor)];
        read(tensor, out, 0);
        return out;
    }

    /** All elements in row-major order, as float64, into an array from a place on. */
    public static void read(Tensor tensor, double[] out, int at) {
        int n = length(tensor);
        if (at < 0 || n > out.length - at) {
            throw new IllegalArgumentException(n + " elements do not fit into an array of " + out.length + " from " + at + " on");
        }
        if (n > 0) {
            try (Scope scope = Scope.open()) {
                Tensor flat = tensor.detach().to(ScalarType.Double).contiguous();
                new DoublePointer(flat.data_ptr()).get(out, at, n);
            }
        }
    }

    /** All elements in row-major order, as float32. */
    public static float[] toFloats(Tensor tensor) {
        float[] out = new float[length(tensor)];
        read(tensor, out);
        return out;
    }

    /** All elements in row-major order, as float32, into the beginning of an array that is long enough. */
    public static void read(Tensor tensor, float[] out) {
        int n = length(tensor);
        if (n > out.length) {
            throw new IllegalArgumentException(n + " elements do not fit into an array of " + out.length);
        }
        if (n > 0) {
            try (Scope scope = Scope.open()) {
                Tensor flat = tensor.detach().to(ScalarType.Float).contiguous();
                new FloatPointer(flat.data_ptr()).get(out, 0, n);
            }
        }
    }

    /** All elements in row-major order, as integers. */
    public static long[] toLongs(Tensor tensor) {
        long[] out = new long[length(tensor)];
        if (out.length > 0) {
            try (Scope scope = Scope.open()) {
                Tensor flat = tensor.to(ScalarType.Long).contiguous();
                new LongPointer(flat.data_ptr()).get(out);
            }
        }
        return out;
    }

    /** The raw bytes of a contiguous tensor on the CPU; valid while the tensor lives. */
    public static BytePointer bytes(Tensor contiguous) {
        length(contiguous);
        if (!contiguous.is_contiguous() || !contiguous.is_cpu()) {
            throw new IllegalArgumentException("expected a contiguous tensor on the CPU, found one of shape " + Arrays.toString(shape(contiguous))
                + " that is not");
        }
        return new BytePointer(contiguous.data_ptr()).capacity(contiguous.nbytes());
    }

    /** Number of elements of a tensor that can be read: an undefined one, and one on another device, would give foreign memory. */
    private static int length(Tensor tensor) {
        if (!tensor.defined() || !tensor.is_cpu()) {
            throw new IllegalArgumentException("expected a tensor on the CPU, found " + (tensor.defined() ? "one on another device" : "no tensor"));
        }
        return Math.toIntExact(tensor.numel());
    }

    /** A scalar of libtorch. */
    public static Scalar scalar(double value) {
        return new Scalar(value);
    }

    /** The dtype, as the enum's own constant ({@code Tensor.scalar_type()} makes a new object each time). */
    public static ScalarType dtype(Tensor tensor) {
        return tensor.scalar_type().intern();
    }

    /** The shape as a Java array. */
    public static long[] shape(Tensor tensor) {
        long[] shape = new long[(int) tensor.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.size(i);
        }
        return shape;
    }
}
