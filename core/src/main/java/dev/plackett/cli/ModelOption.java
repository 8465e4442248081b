package dev.plackett.cli;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.LoraAdapter;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;
import picocli.CommandLine.Option;

/** Which model a command works with. */
final class ModelOption {

    @Option(names = "--model", required = true, paramLabel = "DIR",
        description = "Hugging Face folder: Llama, Mistral, Qwen 2 and 3, Phi-3, SmolLM 3, Gemma 3, GPT-2.")
    private Path folder;

    @Option(names = "--adapter", paramLabel = "DIR", description = "PEFT folder of a LoRA adapter on it.")
    private Path adapter;

    /**
     * An opened model.
     *
     * @param weights the folder's
     * @param adapted the same with its adapter
     */
    record Opened(Decoder weights, Optional<Decoder> adapted) implements AutoCloseable {

        CausalModel model() {
            return adapted.orElse(weights);
        }

        @Override
        public void close() {
            adapted.ifPresent(Decoder::close);
            weights.close();
        }
    }

    Path folder() {
        return folder;
    }

    Opened open() {
        Decoder weights = Decoder.frozen(folder, ScalarType.Float);
        try {
            return new Opened(weights, Optional.ofNullable(adapter).map(a -> weights.with(LoraAdapter.frozen(a, weights))));
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }
}
