package dev.plackett.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Element-wise functions of feed-forward layers. */
public enum Activation {
    /** x·σ(x). */
    SILU {
        @Override
        public Tensor forward(Tensor x) {
            return torch.silu(x);
        }
    },
    /** GELU by its tanh approximation ({@code gelu_new}, {@code gelu_pytorch_tanh}). */
    GELU_TANH {
        @Override
        public Tensor forward(Tensor x) {
            return torch.gelu(x, "tanh");
        }
    };

    /** Applies it. */
    public abstract Tensor forward(Tensor x);
}
