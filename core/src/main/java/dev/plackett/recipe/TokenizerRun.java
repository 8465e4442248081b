package dev.plackett.recipe;

import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.report.ContentHash;
import dev.plackett.report.html.Report;
import dev.plackett.text.BpeTrainer;
import dev.plackett.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trains a byte-level BPE on WordNet's splits A and B, or on a text file, and writes {@code tokenizer.json}. */
final class TokenizerRun implements RecipeKind<TokenizerRun.Config> {

    /** Configuration. */
    public record Config(
        @Doc("'wordnet', or a text file.") @Default("wordnet") String text,
        @Doc("Number of tokens, special tokens and the 256 bytes included.") @Default("3072") @Range(min = 264, max = 1000000) int vocabularySize) {}

    /** Ids 0 to 7, in this order; the last four are PairRM's. */
    static final Map<String, String> SPECIALS = specials();

    @Override
    public String name() {
        return "tokenizer";
    }

    @Override
    public Class<Config> config() {
        return Config.class;
    }

    @Override
    public String purpose() {
        return "Train a byte-level BPE tokenizer and write it in Hugging Face's format.";
    }

    @Override
    public Validation validate(Config config) {
        return config.text().equals("wordnet") ? Validation.ok() : Validation.ok().needsFile("text", Path.of(config.text()));
    }

    @Override
    public Conclusion run(Config config, RunContext context) throws Exception {
        Path folder = context.stage("train", 10, ContentHash.none(), stage -> {
            int size = config.text().equals("wordnet") ? train(WordNet.load(), config.vocabularySize(), stage.folder())
                : new BpeTrainer().add(Files.readString(Path.of(config.text()))).train(config.vocabularySize(), SPECIALS, stage.folder());
            context.listener().metrics("tokenizer", Map.of(), Map.of("tokens", (double) size));
        });
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            String sample = "define: otter a freshwater carnivorous mammal";
            Report report = Report.titled("Tokenizer", tokenizer.size() + " tokens, in " + folder)
                .section("A sample").text(sample + " → " + tokenizer.encode(sample).length + " tokens");
            return new Conclusion(report, List.of(), List.of()).result("tokenizer", folder);
        }
    }

    /**
     * Trains and writes.
     *
     * @return the number of tokens
     */
    static int train(WordNet wordNet, int vocabulary, Path folder) {
        BpeTrainer trainer = new BpeTrainer();
        for (Synset s : wordNet.synsets()) {
            if (s.split() != Synset.Split.T) {
                trainer.add(s.prompt()).add(s.answer());
                s.examples().forEach(e -> trainer.add(" " + e));
            }
        }
        return trainer.train(vocabulary, SPECIALS, folder);
    }

    private static Map<String, String> specials() {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("pad_token", "<pad>");
        out.put("bos_token", "<s>");
        out.put("eos_token", "</s>");
        out.put("mask_token", "<mask>");
        out.put("source", "<|source|>");
        out.put("candidate1", "<|candidate1|>");
        out.put("candidate2", "<|candidate2|>");
        out.put("candidate", "<|candidate|>");
        return out;
    }
}
