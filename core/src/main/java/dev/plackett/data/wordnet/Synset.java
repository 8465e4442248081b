package dev.plackett.data.wordnet;

import java.util.List;

/**
 * A set of synonyms with its definition.
 *
 * @param id        part of speech ({@code n v a r}) and eight digits
 * @param lexname   number of the lexicographer's file (3: noun.Tops … 44: adj.ppl)
 * @param lemmas    its words, first the one that prompts use; spaces where WordNet writes underscores
 * @param hypernyms ids of the synsets it is a kind of
 * @param gloss     the definition, without quoted examples
 * @param examples  the quoted examples
 * @param split     where recipes may use it
 */
public record Synset(String id, int lexname, List<String> lemmas, List<String> hypernyms, String gloss, List<String> examples, Split split) {

    /** Fixed once, by a hash of the id. */
    public enum Split {
        /** 45 %: training of the first ranker, prompts of self-play. */
        A,
        /** 45 %: training of the held-out ranker, prompts of the evaluation. */
        B,
        /** 10 %: never trained on. */
        T
    }

    /** What a model is asked: {@code define: <word>}. */
    public String prompt() {
        return "define: " + lemmas.get(0);
    }

    /** The right answer: a space and the gloss. */
    public String answer() {
        return " " + gloss;
    }
}
