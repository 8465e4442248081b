package dev.plackett.bench;

import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.RowEncoder;
import dev.plackett.text.Tokenizer;
import dev.plackett.text.Truncation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The peers' {@code pairs.jsonl}, tokenised as they do: answers end with EOS, prompts begin with BOS. */
record PairFile(Path folder) {

    /** All pairs: rows of a prompt with its chosen and its rejected answer. */
    List<Example<TokenBatch>> pairs() {
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            RowEncoder encoder = encoder(tokenizer);
            return items().stream().map(item -> new Example<>(TokenBatch.of(encoder.encode(item).row()), Columns.none())).toList();
        }
    }

    /** The first {@code count} prompts. */
    List<int[]> prompts(int count) {
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            RowEncoder encoder = encoder(tokenizer);
            return items().stream().limit(count).map(item -> encoder.prompt(((Item.Prompted) item).prompt())).toList();
        }
    }

    private List<Item> items() {
        return DataFile.read(folder.resolve("pairs.jsonl")).items();
    }

    private static RowEncoder encoder(Tokenizer tokenizer) {
        return new RowEncoder(tokenizer, Optional.empty(), true, PromptCompletion.Straddle.TO_COMPLETION, Truncation.none());
    }
}
