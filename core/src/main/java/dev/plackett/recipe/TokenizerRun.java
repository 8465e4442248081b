package dev.plackett.recipe;

import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.text.BpeTrainer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Trains the byte-level BPE of the embedded models on WordNet's splits A and B. */
final class TokenizerRun {

    /** Ids 0 to 7, in this order; the last four are PairRM's. */
    static final Map<String, String> SPECIALS = specials();

    private TokenizerRun() {}

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
