package dev.plackett.recipe;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.LoraAdapter;
import dev.plackett.tensor.ParameterStore;
import dev.plackett.tensor.Seeds;
import java.nio.file.Path;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A model in training: all its weights, or an adapter on frozen ones.
 *
 * @param source  the opened folder
 * @param weights its weights
 * @param adapted the same with its adapter, where one is trained
 * @param scored  what scores: the model, perhaps one that computes its blocks again in the backward pass
 */
public record TrainedModel(Path source, Decoder weights, Optional<Decoder> adapted, CausalModel scored) implements AutoCloseable {

    /**
     * Opens a folder.
     *
     * @param seeds      of the adapter's weights
     * @param recomputes whether activations are computed again instead of being kept
     */
    public static TrainedModel open(Path folder, Lora lora, ScalarType compute, Seeds seeds, boolean recomputes) {
        Decoder weights = lora.on() ? Decoder.frozen(folder, compute) : Decoder.trainable(folder, ScalarType.Float, compute);
        try {
            Optional<Decoder> adapted = lora.on()
                ? Optional.of(weights.with(LoraAdapter.initialised(lora.config(), weights, seeds.at("adapter"), ScalarType.Float))) : Optional.empty();
            Decoder trained = adapted.orElse(weights);
            return new TrainedModel(folder, weights, adapted, recomputes ? trained.recomputing() : trained);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /** A model whose weights are not trained further. */
    public static TrainedModel of(Path folder, Decoder weights) {
        return new TrainedModel(folder, weights, Optional.empty(), weights);
    }

    /**
     * A reference whose parameters can follow the trained ones: where an adapter is trained, the same weights with an adapter of their own, that changes nothing
     * yet; else a folder's weights. The caller closes it before this.
     *
     * @param reference where the weights come from without an adapter
     */
    public Decoder followed(Path reference, Lora lora, ScalarType compute) {
        return lora.on() ? weights.with(LoraAdapter.followed(lora.config(), weights, ScalarType.Float))
            : Decoder.followed(reference, ScalarType.Float, compute);
    }

    /** What is trained. */
    public ParameterStore parameters() {
        return scored.parameters();
    }

    /** Writes the whole model into {@code folder}, and the adapter, where one was trained, beside it in PEFT's layout. */
    public void save(Path folder, Path adapterFolder) {
        Optional<LoraAdapter> adapter = adapted.flatMap(Decoder::adapter);
        if (adapter.isEmpty()) {
            scored.save(folder, ScalarType.Float);
        } else {
            // The frozen weights may have been rounded for computing; what is merged has not.
            try (Decoder whole = Decoder.frozen(source, ScalarType.Float)) {
                whole.saveMerged(adapter.get(), folder, ScalarType.Float);
            }
            adapter.get().save(adapterFolder, ScalarType.Float);
        }
        new ModelFolder(source).copyCompanions(folder);
    }

    @Override
    public void close() {
        adapted.ifPresent(Decoder::close);
        weights.close();
    }
}
