package dev.plackett.model;

import dev.plackett.nn.Linear;
import dev.plackett.nn.PackedLinear;
import dev.plackett.nn.Projection;
import dev.plackett.tensor.PackedWeight;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A decoder with packed copies of its weights.
 *
 * @param model  whose weights they are
 * @param blocks its blocks, with packed projections
 * @param head   the output head
 * @param owned  the packed projections
 */
record PackedDecoding(Decoder model, List<DecoderBlock> blocks, PackedWeight head, List<PackedLinear> owned) implements Decoding {

    /** Elements of the blocks' weights up to which a second copy is made: 256 MiB of float32. */
    private static final long LARGEST_COPY = 1L << 26;

    static PackedDecoding of(Decoder model, List<DecoderBlock> blocks, int rows) {
        boolean small = model.projections().stream().mapToLong(p -> p.shape()[0] * p.shape()[1]).sum() <= LARGEST_COPY;
        List<PackedLinear> owned = new ArrayList<>();
        try {
            List<DecoderBlock> through = small ? blocks.stream().map(block -> block.with(projection -> packed(projection, rows, owned))).toList() : blocks;
            PackedWeight head = PackedWeight.of(model.head().store().weight(model.head().weight()).detach(), rows);
            return new PackedDecoding(model, through, head, owned);
        } catch (RuntimeException e) {
            owned.forEach(PackedLinear::close);
            throw e;
        }
    }

    @Override
    public Tensor hidden(Tensor ids, Tensor positions, Attention attention) {
        return model.hidden(blocks, ids, positions, attention);
    }

    @Override
    public Tensor logits(Tensor hidden) {
        return head.linear(hidden);
    }

    @Override
    public void close() {
        head.close();
        owned.forEach(PackedLinear::close);
    }

    private static Projection packed(Projection projection, int rows, List<PackedLinear> owned) {
        if (projection instanceof Linear linear && linear.packed(rows) instanceof PackedLinear packed) {
            owned.add(packed);
            return packed;
        }
        return projection;
    }
}
