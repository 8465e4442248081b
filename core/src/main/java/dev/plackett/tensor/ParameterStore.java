package dev.plackett.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Parameters in one flat buffer, their gradients in another, and named views into both.
 *
 * <p>Parameters that a model multiplies together (q, k and v; gate and up) are declared as one {@link Group}: they lie next to each other, and
 * {@link #fused} gives them as one weight at no cost. Each group starts at a multiple of 64 bytes; the gap is zero and stays zero.
 *
 * <p>With a compute dtype narrower than the store's (bfloat16 over float32 masters) the model sees a cast copy of the buffer;
 * {@link #refresh} renews it after an update and {@link #collect} adds its gradients to the masters'. Never are dtypes mixed in one flat operation.
 */
public final class ParameterStore implements AutoCloseable {

    /** A parameter. */
    public record Parameter(String name, long... shape) {
        public Parameter {
            if (Arrays.stream(shape).anyMatch(n -> n < 1)) {
                throw new IllegalArgumentException("parameter '" + name + "' has shape " + Arrays.toString(shape) + ", expected lengths of at least 1");
            }
        }

        long size() {
            return Arrays.stream(shape).reduce(1, (a, b) -> Math.multiplyExact(a, b));
        }
    }

    /** Parameters that lie next to each other. */
    public record Group(List<Parameter> members) {
        /** A group of one. */
        public static Group of(String name, long... shape) {
            return new Group(List.of(new Parameter(name, shape)));
        }

        /** Several in order. */
        public static Group of(Parameter... members) {
            return new Group(List.of(members));
        }
    }

    /** Chunk of flat operations: large enough to be fast, small enough to stay in cache. */
    private static final long CHUNK = 1 << 19;

    private final ScalarType dtype;
    private final ScalarType compute;
    private final ParameterLayout layout;
    private final Map<String, Tensor> leaves = new LinkedHashMap<>();
    private final List<Tensor> owned = new ArrayList<>();
    private final Tensor flat;
    private final Tensor gradient;
    private final Tensor computeFlat;
    private final Tensor computeGradient;

    private ParameterStore(List<Group> groups, ScalarType dtype, ScalarType compute, boolean trainable) {
        this.dtype = dtype;
        this.compute = compute;
        ParameterLayout.elementSize(compute);
        layout = ParameterLayout.of(groups, dtype);
        long size = layout.size();
        try (Scope scope = Scope.open()) {
            flat = Tensors.zeros(dtype, size);
            gradient = trainable ? Tensors.zeros(dtype, size) : null;
            computeFlat = compute == dtype ? flat : Tensors.zeros(compute, size);
            computeGradient = compute == dtype || !trainable ? gradient : Tensors.zeros(compute, size);
            // Only when all are there: until then the scope frees them.
            Stream.of(flat, gradient, computeFlat, computeGradient).filter(Objects::nonNull).distinct().forEach(t -> owned.add(Scope.own(t)));
        }
    }

    /** Parameters that are trained: with gradients, computing in {@code compute}. */
    public static ParameterStore trainable(List<Group> groups, ScalarType dtype, ScalarType compute) {
        return new ParameterStore(groups, dtype, compute, true);
    }

    /** Parameters that stay as they are, in their own dtype, without gradients. */
    public static ParameterStore frozen(List<Group> groups, ScalarType dtype) {
        return new ParameterStore(groups, dtype, dtype, false);
    }

    /** Parameters that are not trained but change: {@code dtype} masters without gradients, computing in {@code compute}. */
    public static ParameterStore followed(List<Group> groups, ScalarType dtype, ScalarType compute) {
        return new ParameterStore(groups, dtype, compute, false);
    }

    /** Names in declaration order. */
    public List<String> names() {
        return List.copyOf(layout.slots().keySet());
    }

    /** Number of parameters, without the gaps. */
    public long count() {
        return layout.slots().values().stream().mapToLong(s -> s.parameter().size()).sum();
    }

    /** Shape of a parameter. */
    public long[] shape(String name) {
        return layout.at(name).parameter().shape().clone();
    }

    /**
     * Refuses a store that lacks some of these parameters, or has them in other shapes; it may have others.
     *
     * @throws IllegalArgumentException naming the first that is not as expected
     */
    public void expect(List<Group> groups) {
        for (Group group : groups) {
            for (Parameter p : group.members()) {
                ParameterLayout.Slot slot = layout.slots().get(p.name());
                if (slot == null || !Arrays.equals(slot.parameter().shape(), p.shape())) {
                    throw new IllegalArgumentException("parameter '" + p.name() + "': expected shape " + Arrays.toString(p.shape()) + ", found "
                        + (slot == null ? "no such parameter" : Arrays.toString(slot.parameter().shape())));
                }
            }
        }
    }

    /** Whether gradients are kept. */
    public boolean isTrainable() {
        return gradient != null;
    }

    /** The store's dtype. */
    public ScalarType dtype() {
        return dtype;
    }

    /** The dtype that models compute in. */
    public ScalarType compute() {
        return compute;
    }

    /** All parameters, shape [n]; gaps included. */
    public Tensor flat() {
        return flat;
    }

    /** All gradients, shape [n]; gaps included. */
    public Tensor gradient() {
        if (gradient == null) {
            throw new IllegalStateException("these parameters are frozen: they have no gradient");
        }
        return gradient;
    }

    /** A view of one parameter in the master buffer; writing to it changes the parameter (call {@link #refresh} after). */
    public Tensor master(String name) {
        return view(flat, layout.at(name).offset(), layout.at(name).parameter().shape());
    }

    /** A view of one parameter's gradient in the master gradient. */
    public Tensor gradient(String name) {
        return view(gradient(), layout.at(name).offset(), layout.at(name).parameter().shape());
    }

    /** A view of one parameter's place in a buffer of this store's layout, such as an optimiser's state. */
    public Tensor within(Tensor buffer, String name) {
        Tensors.check("a buffer of this store's layout", buffer, flat.numel());
        return view(buffer, layout.at(name).offset(), layout.at(name).parameter().shape());
    }

    /** Names of the matrices: what weight decay applies to, since norms and biases are exempt from it. */
    public List<String> matrices() {
        return layout.slots().keySet().stream().filter(name -> layout.at(name).parameter().shape().length > 1).toList();
    }

    /** The weight that a model computes with; its gradients flow into this store. */
    public Tensor weight(String name) {
        return leaves.computeIfAbsent(name, n -> leaf(layout.at(n).offset(), layout.at(n).parameter().shape()));
    }

    /**
     * Adjacent weights stacked along their first axis, as one weight.
     *
     * @throws IllegalArgumentException when they are not one group in this order, or their other axes differ
     */
    public Tensor fused(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("expected names of weights to fuse, found none");
        }
        return leaves.computeIfAbsent(String.join("+", names), n -> {
            ParameterLayout.Slot first = layout.at(names[0]);
            long[] shape = first.parameter().shape().clone();
            long end = first.end();
            for (String name : Arrays.asList(names).subList(1, names.length)) {
                ParameterLayout.Slot next = layout.at(name);
                long[] more = next.parameter().shape();
                if (next.offset() != end || !Arrays.equals(more, 1, more.length, shape, 1, shape.length)) {
                    throw new IllegalArgumentException("'" + name + "' does not follow '" + names[0] + "' in one group");
                }
                shape[0] += more[0];
                end = next.end();
            }
            return leaf(first.offset(), shape);
        });
    }

    /** The gradient that {@link #weight} collects into, in the compute dtype: where a manual backward adds. */
    public Tensor computeGradient(String name) {
        gradient();
        return view(computeGradient, layout.at(name).offset(), layout.at(name).parameter().shape());
    }

    /** Sets all gradients to zero. */
    public void zeroGradient() {
        gradient().zero_();
        if (computeGradient != gradient) {
            computeGradient.zero_();
        }
    }

    /** Adds what a backward left in the compute dtype to the master gradient. Call after every backward; free where the dtypes are equal. */
    public void collect() {
        if (computeGradient == gradient || gradient == null) {
            return;
        }
        try (NoGradGuard off = new NoGradGuard()) {
            for (long at = 0; at < flat.numel(); at += CHUNK) {
                try (Scope scope = Scope.open()) {
                    long n = Math.min(CHUNK, flat.numel() - at);
                    gradient.narrow(0, at, n).add_(computeGradient.narrow(0, at, n).to(dtype));
                }
            }
            computeGradient.zero_();
        }
    }

    /** Renews the compute copy after the masters changed; free where the dtypes are equal. */
    public void refresh() {
        if (computeFlat != flat) {
            try (NoGradGuard off = new NoGradGuard()) {
                computeFlat.copy_(flat);
            }
        }
    }

    /** Copies all parameters from a store of the same layout. */
    public void copyFrom(ParameterStore other) {
        expectLayoutOf(other);
        try (NoGradGuard off = new NoGradGuard()) {
            flat.copy_(other.flat);
        }
        refresh();
    }

    /**
     * Refuses a store of other parameters, or of other shapes.
     *
     * @throws IllegalArgumentException naming the first that differs
     */
    public void expectLayoutOf(ParameterStore other) {
        if (!other.names().equals(names()) || other.flat.numel() != flat.numel()) {
            throw new IllegalArgumentException("the stores have different parameters");
        }
        for (String name : names()) {
            if (!Arrays.equals(other.shape(name), shape(name))) {
                throw new IllegalArgumentException("parameter '" + name + "' has shape " + Arrays.toString(other.shape(name)) + ", expected "
                    + Arrays.toString(shape(name)));
            }
        }
    }

    @Override
    public void close() {
        leaves.values().forEach(Tensor::close);
        owned.forEach(Tensor::close);
        leaves.clear();
        owned.clear();
    }

    private Tensor leaf(long offset, long[] shape) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor leaf = Scope.own(view(computeFlat, offset, shape).detach());
            if (isTrainable()) {
                leaf.requires_grad_(true);
                leaf.mutable_grad().put(view(computeGradient, offset, shape));
            }
            return leaf;
        }
    }

    private static Tensor view(Tensor buffer, long offset, long[] shape) {
        long size = new Parameter("", shape).size();
        return buffer.narrow(0, offset, size).view(shape);
    }
}
