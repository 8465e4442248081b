package dev.plackett.recipe;

import dev.plackett.tensor.Machine;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What products are computed in; weights that train are float32 in any case. */
public enum Precision {
    /** By what the processor is; the run prints what it chose. */
    AUTO {
        @Override
        public ScalarType compute() {
            return Machine.fastestCompute();
        }
    },
    /** float32. */
    FLOAT32 {
        @Override
        public ScalarType compute() {
            return ScalarType.Float;
        }
    },
    /** bfloat16. */
    BFLOAT16 {
        @Override
        public ScalarType compute() {
            return ScalarType.BFloat16;
        }
    };

    /** The dtype of products. */
    public abstract ScalarType compute();
}
