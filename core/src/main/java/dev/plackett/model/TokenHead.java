package dev.plackett.model;

import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The output head over scored positions only, in chunks, with its backward by hand: no autograd graph over the vocabulary is ever built
 * and full {@code [tokens, vocabulary]} logits are never kept.
 */
final class TokenHead {

    /** Elements of one chunk's logits. */
    private static final long CHUNK = 1L << 22;
    /** Up to this many elements of log-probabilities are kept for the backward instead of being computed again. */
    private static final long KEEP = 1L << 24;

    private final Tensor weight;
    private final Tensor gradient;
    private final Optional<Tensor> bias;
    private final Optional<Tensor> biasGradient;

    private TokenHead(Tensor weight, Tensor gradient, Optional<Tensor> bias, Optional<Tensor> biasGradient) {
        this.weight = weight;
        this.gradient = gradient;
        this.bias = bias;
        this.biasGradient = biasGradient;
    }

    /** The head with weight {@code [V, d]}; a backward adds to the store's gradients where it is trainable. */
    static TokenHead of(ParameterStore store, String weight) {
        return new TokenHead(store.weight(weight).detach(), store.isTrainable() ? store.computeGradient(weight) : null, Optional.empty(), Optional.empty());
    }

    /** The head with weight {@code [V, d]} and bias {@code [V]}. */
    static TokenHead of(ParameterStore store, String weight, String bias) {
        return new TokenHead(store.weight(weight).detach(), store.isTrainable() ? store.computeGradient(weight) : null,
            Optional.of(store.weight(bias).detach()), store.isTrainable() ? Optional.of(store.computeGradient(bias)) : Optional.empty());
    }

    /** What a forward pass makes beside the log-probabilities. */
    enum Keep {
        /** What a backward needs. */
        FOR_BACKWARD,
        /** log Σ_v π(v)². */
        COLLISION
    }

    /** What a forward pass leaves; lives in the caller's scope. {@code collisions} is empty unless it was asked for. */
    record Forward(Tensor selected, double[] logps, double[] collisions, List<Tensor> kept) {}

    /**
     * Log-probabilities of target tokens.
     *
     * @param hidden {@code [N, d]}
     * @param source which rows of {@code hidden} predict
     * @param target which tokens
     * @param keep   what else is wanted
     */
    Forward forward(Tensor hidden, int[] source, int[] target, Set<Keep> keep) {
        try (NoGradGuard off = new NoGradGuard()) {
            Tensor selected = hidden.detach().index_select(0, Tensors.of(source));
            double[] logps = new double[target.length];
            double[] collisions = new double[keep.contains(Keep.COLLISION) ? target.length : 0];
            List<Tensor> kept = keep.contains(Keep.FOR_BACKWARD) && (long) target.length * weight.size(0) <= KEEP ? new ArrayList<>() : null;
            for (int at = 0; at < target.length; at += chunk()) {
                try (Scope scope = Scope.open()) {
                    int n = Math.min(chunk(), target.length - at);
                    Tensor logProbabilities = logProbabilities(selected.narrow(0, at, n));
                    Tensor column = Tensors.of(Arrays.copyOfRange(target, at, at + n)).unsqueeze(1);
                    double[] part = Tensors.toDoubles(logProbabilities.gather(1, column));
                    System.arraycopy(part, 0, logps, at, n);
                    if (collisions.length > 0) {
                        System.arraycopy(Tensors.toDoubles(logProbabilities.mul(Tensors.scalar(2)).logsumexp(1)), 0, collisions, at, n);
                    }
                    if (kept != null) {
                        kept.add(scope.keep(logProbabilities));
                    }
                }
            }
            return new Forward(selected, logps, collisions, kept);
        }
    }

    /**
     * The gradient of Σ coefficient·logp with respect to the hidden states; that with respect to the weight is added on the way.
     *
     * @return {@code [N, d]}
     */
    Tensor backward(Tensor hidden, Forward forward, int[] source, int[] target, double[] coefficient) {
        try (NoGradGuard off = new NoGradGuard()) {
            Tensor out = torch.zeros_like(hidden.detach());
            int part = 0;
            for (int at = 0; at < target.length; at += chunk()) {
                try (Scope scope = Scope.open()) {
                    int n = Math.min(chunk(), target.length - at);
                    Tensor selected = forward.selected().narrow(0, at, n);
                    Tensor p = forward.kept() == null ? logProbabilities(selected) : forward.kept().get(part++);
                    p.exp_();
                    Tensor column = Tensors.of(Arrays.copyOfRange(target, at, at + n)).unsqueeze(1);
                    p.scatter_add_(1, column, torch.full(new long[] {n, 1}, new Scalar(-1.0), p.options()));
                    Tensor logitGradient = p.to(Tensors.dtype(selected));
                    // The coefficients scale the narrow sides of the products, not the wide one.
                    Tensor factor = Tensors.of(Tensors.dtype(selected), negated(coefficient, at, n)).unsqueeze(1);
                    if (gradient != null) {
                        gradient.addmm_(logitGradient.t(), selected.mul(factor));
                    }
                    if (biasGradient.isPresent()) {
                        biasGradient.get().add_(torch.mm(logitGradient.t(), factor).squeeze(1));
                    }
                    out.index_add_(0, Tensors.of(Arrays.copyOfRange(source, at, at + n)), torch.mm(logitGradient, weight).mul_(factor));
                }
            }
            return out;
        }
    }

    /** {@code [n, d]} → {@code [n, V]}, never in less than float32. */
    private Tensor logProbabilities(Tensor selected) {
        Tensor logits = bias.isPresent() ? torch.addmm(bias.get(), selected, weight.t()) : torch.mm(selected, weight.t());
        return torch.log_softmax(Tensors.dtype(logits) == ScalarType.Double ? logits : logits.to(ScalarType.Float), 1);
    }

    private int chunk() {
        return (int) Math.max(1, CHUNK / weight.size(0));
    }

    private static double[] negated(double[] values, int at, int n) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = -values[at + i];
        }
        return out;
    }
}
