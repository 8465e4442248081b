package dev.plackett.judge;

import dev.plackett.model.DebertaConfig;
import dev.plackett.model.PairRanker;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import dev.plackett.text.BpeTrainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A folder with a small random ranker and its tokenizer, for tests. */
final class TinyRanker {

    private TinyRanker() {}

    /** Writes a byte-level tokenizer with BOS, EOS and PairRM's tokens. */
    static void tokenizer(Path folder) {
        Map<String, String> specials = new LinkedHashMap<>();
        for (String name : new String[] {"<|source|>", "<|candidate1|>", "<|candidate2|>", "<|candidate|>"}) {
            specials.put(name, name);
        }
        specials.put("bos_token", "<s>");
        specials.put("eos_token", "</s>");
        new BpeTrainer().add("what is a cat? a cat is a small animal that sleeps, and a dog is not a cat").train(300, specials, folder);
    }

    /** Writes ranker and tokenizer; weights large enough that logits differ clearly. */
    static void write(Path folder) {
        tokenizer(folder);
        DebertaConfig config = DebertaConfig.of(300, 16, 2, 2, 32, 8, 64);
        config.raw().put("source_maxlength", 24).put("candidate_maxlength", 16);
        try (Scope scope = Scope.open();
             PairRanker ranker = PairRanker.initialised(config, PairRanker.Pooling.PREFIX, Seeds.of(1), ScalarType.Float, ScalarType.Float)) {
            for (String name : ranker.parameters().names()) {
                if (!name.contains("Norm")) {
                    ranker.parameters().master(name).mul_(Tensors.scalar(15));
                }
            }
            ranker.save(folder, ScalarType.Float);
        }
    }
}
