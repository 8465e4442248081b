package dev.plackett.recipe;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.DecoderPlan;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.BpeTrainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A model of one layer with a tokenizer of 270 tokens, as a user would bring a folder; its context holds 64 tokens. */
public final class TinyModel {

    private TinyModel() {}

    /** Writes the folder. */
    public static Path write(Path folder) {
        return write(folder, 1);
    }

    /** Writes the folder of a model with other weights. */
    public static Path write(Path folder, long seed) {
        return write(folder, seed, 64);
    }

    /** The same with another context. */
    public static Path write(Path folder, long seed, int context) {
        Map<String, String> specials = new LinkedHashMap<>();
        specials.put("pad_token", "<pad>");
        specials.put("bos_token", "<s>");
        specials.put("eos_token", "</s>");
        int size = new BpeTrainer().add("say a word or say two words or say no word at all").train(270, specials, folder);
        DecoderPlan config = Llama.plan(new CausalModel.Shape(size, 16, 1, 2, 2, 8, context), 24, 1, 2, Optional.of(0));
        try (Scope scope = Scope.open(); Decoder llama = Decoder.initialised(config, Seeds.of(seed), ScalarType.Float, ScalarType.Float)) {
            llama.save(folder, ScalarType.Float);
        }
        return folder;
    }
}
