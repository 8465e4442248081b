package dev.plackett.model;

import dev.plackett.nn.Rotary;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Activation checkpointing: the forward pass keeps what enters each block; the backward pass computes the blocks again, last to first, one graph at a time.
 * The same operations on the same numbers, so the gradient is the same.
 *
 * @param model the model, not closed with this
 */
record Recomputing(Decoder model) implements CausalModel {

    @Override
    public Shape shape() {
        return model.shape();
    }

    @Override
    public Set<Integer> windows() {
        return model.windows();
    }

    @Override
    public ParameterStore parameters() {
        return model.parameters();
    }

    @Override
    public Tensor hidden(Tensor ids, Tensor positions, Attention attention) {
        return model.hidden(ids, positions, attention);
    }

    @Override
    public Decoding decoding(int rows) {
        return model.decoding(rows);
    }

    @Override
    public Pass pass(Tensor ids, Tensor positions, Attention attention) {
        TokenIds.check(ids, positions);
        List<Rotary> rotations = model.rotations(positions);
        List<Tensor> entering = new ArrayList<>();
        Tensor hidden;
        try (NoGradGuard off = new NoGradGuard()) {
            Tensor x = model.embed(ids, positions);
            for (DecoderBlock block : model.blocks()) {
                entering.add(x);
                x = model.block(block, x, rotations, attention);
            }
            entering.add(x);
            hidden = model.finish(x);
        }
        return new Pass() {
            @Override
            public Tensor hidden() {
                return hidden;
            }

            @Override
            public void backward(Tensor gradient) {
                try (Scope scope = Scope.open()) {
                    int last = entering.size() - 1;
                    Tensor g = through(entering.get(last), gradient, model::finish);
                    for (int i = last - 1; i >= 0; i--) {
                        DecoderBlock block = model.blocks().get(i);
                        g = through(entering.get(i), g, x -> model.block(block, x, rotations, attention));
                    }
                    Tensor embedded = model.embed(ids, positions);
                    if (embedded.requires_grad()) {
                        embedded.backward(g, new BoolOptional(), false, new TensorArrayRefOptional());
                    }
                }
            }
        };
    }

    /** The gradient of what enters a part, given that of what leaves it; parameters collect theirs on the way. */
    private static Tensor through(Tensor entering, Tensor gradient, java.util.function.UnaryOperator<Tensor> part) {
        try (Scope scope = Scope.open()) {
            Tensor x = entering.detach();
            x.requires_grad_(true);
            part.apply(x).backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            // grad() refers into x, which dies with this scope; a copy of the handle does not.
            return scope.keep(new Tensor(x.grad()));
        }
    }

    @Override
    public Head head() {
        return model.head();
    }

    @Override
    public void save(Path folder, ScalarType dtype) {
        model.save(folder, dtype);
    }

    @Override
    public void close() {
        // The model is closed by whoever opened it.
    }
}
