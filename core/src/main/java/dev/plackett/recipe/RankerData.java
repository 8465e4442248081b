package dev.plackett.recipe;

import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.event.Listener;
import dev.plackett.generate.CausalGenerator;
import dev.plackett.generate.Continuation;
import dev.plackett.generate.Prompt;
import dev.plackett.generate.Sampling;
import dev.plackett.model.Decoder;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Comparisons for the rankers: a word, its definition, and something worse.
 *
 * @param words      the synsets that comparisons are about
 * @param byHypernym the other kinds of each hypernym, restricted to the same words' split
 * @param samples    answers of the base model, by synset
 */
record RankerData(List<Synset> words, Map<String, List<Synset>> byHypernym, Map<String, List<String>> samples) {

    /** What the definition is compared with. */
    enum Kind {
        /** The definition of another synset with the same hypernym. */
        SIBLING,
        /** The definition of any other synset. */
        RANDOM,
        /** A sample of the base model. */
        BASE,
        /** A usage example of the word. */
        EXAMPLE
    }

    /** Base samples are what the judge will hear most, so they are twice as frequent as each other kind. */
    private static final List<Kind> MIX = List.of(Kind.SIBLING, Kind.RANDOM, Kind.BASE, Kind.BASE, Kind.EXAMPLE);

    /** A comparison; the definition is the right answer. */
    record Comparison(String prompt, String right, String wrong) {}

    /** Words of a split, siblings from all splits but T unless the words are T's, and samples. */
    static RankerData of(WordNet wordNet, List<Synset> words, Map<String, List<String>> samples) {
        return new RankerData(words, wordNet.byHypernym(), samples);
    }

    /** The i-th comparison of an endless stream. */
    Comparison draw(Seeds seeds, long i) {
        SplittableRandom random = seeds.at(i).random();
        while (true) {
            Synset word = words.get(random.nextInt(words.size()));
            Optional<Comparison> found = draw(word, MIX.get(random.nextInt(MIX.size())), random);
            if (found.isPresent()) {
                return found.get();
            }
        }
    }

    /** One comparison of each word that allows the kind. */
    List<Comparison> all(Kind kind, Seeds seeds) {
        List<Comparison> out = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            draw(words.get(i), kind, seeds.at(kind.name()).at(i).random()).ifPresent(out::add);
        }
        return out;
    }

    private Optional<Comparison> draw(Synset word, Kind kind, SplittableRandom random) {
        List<String> wrong = switch (kind) {
            case SIBLING -> word.hypernyms().isEmpty() ? List.of() : glosses(byHypernym.getOrDefault(word.hypernyms().get(0), List.of()), word, random);
            case RANDOM -> glosses(words, word, random);
            case BASE -> samples.getOrDefault(word.id(), List.of());
            case EXAMPLE -> word.examples().stream().map(e -> " " + e).toList();
        };
        if (wrong.isEmpty()) {
            return Optional.empty();
        }
        String answer = wrong.get(random.nextInt(wrong.size()));
        return answer.equals(word.answer()) || answer.isBlank() ? Optional.empty() : Optional.of(new Comparison(word.prompt(), word.answer(), answer));
    }

    private static List<String> glosses(List<Synset> from, Synset word, SplittableRandom random) {
        Synset other = from.isEmpty() ? word : from.get(random.nextInt(from.size()));
        // Siblings come from any split but T, unless the word itself is a test word.
        boolean leaks = other.split() == Synset.Split.T && word.split() != Synset.Split.T;
        return other.id().equals(word.id()) || leaks ? List.of() : List.of(other.answer());
    }

    /** Answers of the base model, by synset. */
    static Map<String, List<String>> samples(Decoder policy, Tokenizer tokenizer, List<Synset> words, int each, Seeds seeds, Listener listener) {
        List<Prompt> prompts = Prompt.of(words.stream().map(w -> PromptCompletion.prompt(tokenizer, w.prompt())).toList());
        Sampling sampling = Sampling.at(1, 48, Set.of(tokenizer.eos().orElseThrow()));
        Map<String, List<String>> out = new HashMap<>();
        for (Continuation c : new CausalGenerator(policy, 640).generate(prompts, each, sampling, seeds,
                n -> listener.progress("samples of the base", n, prompts.size(), "words", ""))) {
            out.computeIfAbsent(words.get(c.prompt()).id(), k -> new ArrayList<>()).add(tokenizer.decode(c.ids()));
        }
        return out;
    }

    /** n of them, in an order fixed by the seeds. */
    static List<Synset> choose(List<Synset> from, int n, Seeds seeds) {
        return Arrays.stream(seeds.permutation(from.size())).limit(n).mapToObj(from::get).toList();
    }
}
