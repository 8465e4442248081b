package dev.plackett.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bytedeco.pytorch.Argument;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A weight for many products with few rows each, without gradient: reordered once into the blocks that oneDNN's kernels read. A plain product brings the
 * whole weight into such blocks anew each time, which for some tens of rows takes nearly as long as the product. On devices and dtypes that have no such
 * kernel the plain product serves.
 */
public final class PackedWeight implements AutoCloseable {

    /** A copy of more than this many elements is not made: it would be felt in memory. */
    private static final long LARGEST = 1L << 25;

    private final Tensor weight;
    private final Optional<Tensor> bias;
    private final Optional<Packed> packed;

    private PackedWeight(Tensor weight, Optional<Tensor> bias, Optional<Packed> packed) {
        this.weight = weight;
        this.bias = bias;
        this.packed = packed;
    }

    /**
     * Packs a weight; changes of it after this are not seen.
     *
     * @param weight {@code [out, in]}, contiguous; the caller's to keep
     * @param rows   number of rows that products will usually have, at least 1
     */
    public static PackedWeight of(Tensor weight, long rows) {
        return of(weight, Optional.empty(), rows);
    }

    /**
     * The same with a bias.
     *
     * @param bias {@code [out]}
     */
    public static PackedWeight of(Tensor weight, Optional<Tensor> bias, long rows) {
        Tensors.check("a weight", weight, Tensors.ANY, Tensors.ANY);
        bias.ifPresent(b -> Tensors.check("a bias", b, weight.size(0)));
        if (rows < 1 || !weight.is_contiguous()) {
            throw new IllegalArgumentException("expected a contiguous weight for products of at least one row, found "
                + (weight.is_contiguous() ? rows + " rows" : "one that is not contiguous"));
        }
        ScalarType dtype = Tensors.dtype(weight);
        boolean served = weight.is_cpu() && (dtype == ScalarType.Float || dtype == ScalarType.BFloat16) && weight.numel() <= LARGEST;
        return new PackedWeight(weight, bias, served ? Optional.of(Packed.of(weight, bias, rows)) : Optional.empty());
    }

    /** {@code [N, in]} → {@code [N, out]}, in the weight's dtype. */
    public Tensor linear(Tensor x) {
        Tensors.check("what a packed weight multiplies", x, Tensors.ANY, weight.size(1));
        Tensors.checkDtypes("a product", weight, x);
        if (packed.isPresent()) {
            return packed.get().linear(x);
        }
        return bias.isPresent() ? torch.linear(x, weight, new TensorOptional(bias.get())) : torch.linear(x, weight);
    }

    @Override
    public void close() {
        packed.ifPresent(Packed::close);
    }

    /** The operator's arguments after the input: weight, bias, and that nothing follows the product. */
    private record Packed(IValue weight, IValue bias, IValue attribute, IValue scalars, IValue algorithm) {

        static Packed of(Tensor weight, Optional<Tensor> bias, long rows) {
            try (Scope scope = Scope.open()) {
                IValueVector stack = new IValueVector(new IValue(weight), new IValue(rows));
                Dispatcher.singleton().findSchemaOrThrow("mkldnn::_reorder_linear_weight", "").callBoxed(stack);
                return new Packed(Scope.own(new IValue(stack.get(0).toTensor())), Scope.own(bias.map(IValue::new).orElseGet(IValue::new)),
                    Scope.own(new IValue("none")), Scope.own(new IValue(Product.NO_SCALARS)), Scope.own(new IValue("")));
            }
        }

        Tensor linear(Tensor x) {
            try (Scope scope = Scope.open()) {
                IValueVector stack = new IValueVector(new IValue(x), weight, bias, attribute, scalars, algorithm);
                Product.OPERATOR.callBoxed(stack);
                return scope.keep(new Tensor(stack.get(0).toTensor()));
            }
        }

        void close() {
            for (IValue argument : List.of(weight, bias, attribute, scalars, algorithm)) {
                argument.close();
            }
        }
    }

    /** The product's operator and its argument of type {@code Scalar?[]}, whose element type is taken from the operator's own schema. */
    private static final class Product {

        private static final OperatorHandle OPERATOR;
        private static final GenericList NO_SCALARS;

        static {
            try (Scope scope = Scope.open()) {
                OPERATOR = Scope.own(Dispatcher.singleton().findSchemaOrThrow("mkldnn::_linear_pointwise", ""));
                Argument scalars = OPERATOR.schema().arguments().position(4);
                NO_SCALARS = Scope.own(new GenericList(scalars.type().get().containedTypes().get(0)));
            }
        }
    }
}
