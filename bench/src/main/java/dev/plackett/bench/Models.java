package dev.plackett.bench;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import java.nio.file.Path;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The one place where this module opens models. */
final class Models {

    private Models() {}

    /** For training: float32 masters, computing in {@code compute}, as the peers' autocast does. */
    static CausalModel trainable(Path folder, ScalarType compute) {
        return Decoder.trainable(folder, ScalarType.Float, compute);
    }

    /** For generation, all in one dtype. */
    static CausalModel frozen(Path folder, ScalarType dtype) {
        return Decoder.frozen(folder, dtype);
    }
}
