package dev.plackett.train.energy;

import dev.plackett.tensor.Tensors;
import org.bytedeco.pytorch.Tensor;

/** Refuses ends of chains that are not points. */
final class ChainEnds {

    private ChainEnds() {}

    /** The ends without graph, if they have the shape of the beginnings and are finite. */
    static Tensor check(Tensor ends, Tensor beginnings) {
        Tensors.check("what a chain gave", ends, Tensors.shape(beginnings));
        Tensors.checkDtypes("a chain's ends and beginnings", beginnings, ends);
        if (!ends.isfinite().all().item_bool()) {
            throw new ArithmeticException("a chain has left all bounds: take smaller steps, or a bounded model");
        }
        return ends.detach();
    }
}
