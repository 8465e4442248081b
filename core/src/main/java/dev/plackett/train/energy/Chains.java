package dev.plackett.train.energy;

import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Chains that persist from step to step (persistent contrastive divergence, Tieleman 2008): a buffer of points, of which each step takes some, begins a share
 * of them anew, moves them and puts them back. JEM has 10,000 of them and begins 5 % anew.
 */
final class Chains implements AutoCloseable {

    private final ChainStart start;
    private final double anew;
    private final long[] shape;
    private final Tensor buffer;

    /**
     * @param size  number of chains
     * @param anew  share of a step's chains that begin anew, in [0, 1]
     * @param dtype the parameters'
     */
    Chains(ChainStart start, int size, double anew, ScalarType dtype, Seeds seeds) {
        if (size < 1 || !(anew >= 0 && anew <= 1)) {
            throw new IllegalArgumentException(size + " chains of which " + anew + " begin anew, expected at least 1 and 0 to 1");
        }
        this.start = start;
        this.anew = anew;
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            Tensor first = start.draw(size, dtype, seeds);
            shape = Tensors.shape(first);
            buffer = Scope.own(first.contiguous().view(-1).clone());
        }
    }

    int size() {
        return (int) shape[0];
    }

    /** Takes {@code n} chains, moves them and puts them back; the result is where they are. */
    Tensor move(int n, Chain chain, Seeds seeds) {
        int[] which = Arrays.copyOf(seeds.at("which").permutation(size()), n);
        try (Scope scope = Scope.open()) {
            Tensor rows = Tensors.of(which);
            Tensor points;
            try (NoGradGuard off = new NoGradGuard()) {
                points = buffer.view(shape).index_select(0, rows);
                int[] fresh = fresh(n, seeds.at("anew").random());
                if (fresh.length > 0) {
                    points.index_copy_(0, Tensors.of(fresh), start.draw(fresh.length, Tensors.dtype(buffer), seeds.at("start")));
                }
            }
            Tensor moved = ChainEnds.check(chain.move(points, seeds.at("move")), points);
            try (NoGradGuard off = new NoGradGuard()) {
                buffer.view(shape).index_copy_(0, rows, moved);
            }
            return scope.keep(moved);
        }
    }

    private int[] fresh(int n, SplittableRandom random) {
        int[] out = new int[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (random.nextDouble() < anew) {
                out[count++] = i;
            }
        }
        return Arrays.copyOf(out, count);
    }

    Map<String, Tensor> state() {
        return Map.of("chains", buffer);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
