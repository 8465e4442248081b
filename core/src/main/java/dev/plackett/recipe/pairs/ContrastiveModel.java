package dev.plackett.recipe.pairs;

import dev.plackett.evaluate.did.ContrastiveDecoding;
import dev.plackett.model.Attention;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoding;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Two models side by side that generate as one, by {@link ContrastiveDecoding} of their logits. Hidden states stand beside each other, the target's layers
 * after the reference's, so that one cache serves both. It generates only: it has no head of its own and is not saved.
 *
 * @param reference π_ref
 * @param target    π*
 * @param beta      β
 */
record ContrastiveModel(CausalModel reference, CausalModel target, double beta) implements CausalModel {

    ContrastiveModel {
        problem(reference.shape(), target.shape()).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
    }

    /** Why models of these sizes cannot generate together. */
    static Optional<String> problem(Shape reference, Shape target) {
        boolean same = reference.heads() == target.heads() && reference.kvHeads() == target.kvHeads() && reference.headSize() == target.headSize()
            && reference.vocabulary() == target.vocabulary();
        return same ? Optional.empty()
            : Optional.of("contrastive decoding needs models of one vocabulary and equal heads, found " + reference + " and " + target);
    }

    @Override
    public Shape shape() {
        Shape r = reference.shape();
        Shape t = target.shape();
        return new Shape(r.vocabulary(), r.width() + t.width(), r.layers() + t.layers(), r.heads(), r.kvHeads(), r.headSize(),
            Math.min(r.maxPositions(), t.maxPositions()));
    }

    @Override
    public Set<Integer> windows() {
        Set<Integer> all = new HashSet<>(reference.windows());
        all.addAll(target.windows());
        return all;
    }

    @Override
    public ParameterStore parameters() {
        return reference.parameters();
    }

    @Override
    public Tensor hidden(Tensor ids, Tensor positions, Attention attention) {
        return beside(reference.hidden(ids, positions, attention), target.hidden(ids, positions, after(attention)));
    }

    @Override
    public Head head() {
        throw new UnsupportedOperationException("two models side by side have two heads");
    }

    @Override
    public Decoding decoding(int rows) {
        Decoding first = reference.decoding(rows);
        try {
            return new Beside(first, target.decoding(rows));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    @Override
    public void save(Path folder, ScalarType dtype) {
        throw new UnsupportedOperationException("two models side by side are no model's folder");
    }

    @Override
    public void close() {
        reference.close();
        target.close();
    }

    private Attention after(Attention attention) {
        int offset = reference.shape().layers();
        return (layer, q, k, v, kernel) -> attention.attend(offset + layer, q, k, v, kernel);
    }

    private static Tensor beside(Tensor first, Tensor second) {
        return torch.cat(new TensorVector(first, second), 1);
    }

    /** Both made ready. */
    private final class Beside implements Decoding {

        private final Decoding first;
        private final Decoding second;

        Beside(Decoding first, Decoding second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public Tensor hidden(Tensor ids, Tensor positions, Attention attention) {
            return beside(first.hidden(ids, positions, attention), second.hidden(ids, positions, after(attention)));
        }

        @Override
        public Tensor logits(Tensor hidden) {
            int width = reference.shape().width();
            int vocabulary = reference.shape().vocabulary();
            double[] a = Tensors.toDoubles(first.logits(hidden.narrow(1, 0, width).contiguous()));
            double[] b = Tensors.toDoubles(second.logits(hidden.narrow(1, width, hidden.size(1) - width).contiguous()));
            float[] out = new float[a.length];
            for (int at = 0; at < a.length; at += vocabulary) {
                double[] row = ContrastiveDecoding.logits(Arrays.copyOfRange(a, at, at + vocabulary),
                    Arrays.copyOfRange(b, at, at + vocabulary), beta);
                for (int v = 0; v < vocabulary; v++) {
                    out[at + v] = (float) row[v];
                }
            }
            return Tensors.of(out).view(a.length / vocabulary, vocabulary);
        }

        @Override
        public void close() {
            first.close();
            second.close();
        }
    }
}
