package dev.plackett.model;

import dev.plackett.data.TokenBatch;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a model says beside log-likelihoods, for diagnosis: states and whole distributions at the positions that predict scored tokens. It looks at
 * all tokens
 * of a batch at once; give it few.
 *
 * @param model the model
 */
public record CausalProbe(CausalModel model) {

    /**
     * Final hidden states summed over the positions that predict each sequence's scored tokens: from the last prompt token, without the last
     * position.
     *
     * @return {@code [sequences][width]}
     */
    public double[][] hiddenSums(TokenBatch batch) {
        return at(batch, (layout, states) -> {
            int width = Math.toIntExact(states.size(1));
            float[] flat = Tensors.toFloats(states.to(ScalarType.Float));
            double[][] sums = new double[layout.sequences()][width];
            for (int s = 0; s < sums.length; s++) {
                for (int i = layout.start()[s]; i < layout.start()[s + 1]; i++) {
                    for (int h = 0; h < width; h++) {
                        sums[s][h] += flat[i * width + h];
                    }
                }
            }
            return sums;
        });
    }

    /**
     * Log-probabilities of the whole vocabulary at each of those positions, sequence by sequence.
     *
     * @return {@code [scored tokens][vocabulary]}
     */
    public float[][] logProbabilities(TokenBatch batch) {
        return at(batch, (layout, states) -> {
            Tensor weight = model.head().store().weight(model.head().weight()).detach();
            int vocabulary = model.shape().vocabulary();
            float[] flat = Tensors.toFloats(torch.log_softmax(torch.mm(states, weight.t()).to(ScalarType.Float), 1));
            float[][] out = new float[layout.target().length][];
            Arrays.setAll(out, i -> Arrays.copyOfRange(flat, i * vocabulary, (i + 1) * vocabulary));
            return out;
        });
    }

    private <T> T at(TokenBatch batch, BiFunction<TokenLayout, Tensor, T> read) {
        try (Scope scope = Scope.open(); NoGradGuard off = new NoGradGuard()) {
            TokenLayout layout = TokenLayout.of(batch, model.shape());
            Tensor hidden = model.hidden(Tensors.of(layout.ids()), Tensors.of(layout.positions()),
                new LayoutAttention(layout, model.parameters().compute(), model.windows()));
            return read.apply(layout, hidden.index_select(0, Tensors.of(layout.source())));
        }
    }
}
