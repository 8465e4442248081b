package dev.plackett.recipe.did.real;

import dev.plackett.data.Row;
import dev.plackett.data.wordnet.Synset;
import dev.plackett.data.wordnet.WordNet;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is asked of the model that ships: words to be defined, and definitions to be told apart.
 *
 * @param training   prompts of split A
 * @param evaluation prompts of split B
 * @param questions  words of split T with the definition and those of three siblings, the right one first; no model saw any of them
 */
record Words(List<Task> training, List<Task> evaluation, List<Row> questions) {

    private static final int SIBLINGS = 3;
    private static final int LONGEST = 48;

    /** A prompt as judge and as model see it. */
    record Task(String text, int[] ids) {}

    static Words of(RealConfig config, Tokenizer tokenizer, Seeds seeds) {
        WordNet wordNet = WordNet.load();
        return new Words(tasks(wordNet, Synset.Split.A, config.prompts(), tokenizer, seeds),
            tasks(wordNet, Synset.Split.B, config.evaluationPrompts(), tokenizer, seeds),
            questions(wordNet, config.questions(), tokenizer, seeds.at("questions")));
    }

    private static List<Task> tasks(WordNet wordNet, Synset.Split split, int n, Tokenizer tokenizer, Seeds seeds) {
        List<Synset> words = wordNet.of(split).stream().filter(s -> !s.examples().isEmpty()).toList();
        return Arrays.stream(seeds.at(split.name()).permutation(words.size())).mapToObj(i -> words.get(i).prompt()).distinct().limit(n)
            .map(text -> new Task(text, PromptCompletion.prompt(tokenizer, text))).toList();
    }

    private static List<Row> questions(WordNet wordNet, int n, Tokenizer tokenizer, Seeds seeds) {
        Map<String, List<Synset>> families = wordNet.byHypernym();
        List<Synset> words = wordNet.of(Synset.Split.T);
        List<Row> out = new ArrayList<>();
        for (int i : seeds.permutation(words.size())) {
            Synset word = words.get(i);
            List<Synset> siblings = siblings(word, families, seeds.at(word.id()));
            if (siblings.size() == SIBLINGS && out.size() < n) {
                List<Synset> all = new ArrayList<>(List.of(word));
                all.addAll(siblings);
                List<PromptCompletion> ids = all.stream().map(s -> PromptCompletion.of(tokenizer, word.prompt(), s.answer(), true,
                    PromptCompletion.Straddle.ERROR)).toList();
                if (ids.stream().allMatch(a -> a.completion().length <= LONGEST)) {
                    out.add(Row.of(ids.get(0).prompt(), ids.stream().map(PromptCompletion::completion).toArray(int[][]::new)));
                }
            }
        }
        return out;
    }

    /** Three other kinds of the same thing, of split T as well: a model knows the definitions that it was trained on better, whatever the word. */
    private static List<Synset> siblings(Synset word, Map<String, List<Synset>> families, Seeds seeds) {
        if (word.hypernyms().isEmpty()) {
            return List.of();
        }
        Set<String> glosses = new HashSet<>(Set.of(word.gloss()));
        return families.get(word.hypernyms().get(0)).stream().filter(s -> s.split() == Synset.Split.T)
            .sorted(Comparator.comparingDouble(s -> seeds.at(s.id()).uniform())).filter(s -> glosses.add(s.gloss())).limit(SIBLINGS).toList();
    }

    /** Of each question whether the right definition has the highest log-likelihood per token, and the right one's log-likelihood per token. */
    double[][] answered(double[] logps) {
        int each = SIBLINGS + 1;
        double[][] out = new double[2][questions.size()];
        for (int q = 0; q < questions.size(); q++) {
            int at = q * each;
            Row row = questions.get(q);
            double[] perToken = IntStream.range(0, each).mapToDouble(i -> logps[at + i] / row.branches().get(i).scoredLength()).toArray();
            out[0][q] = Arrays.stream(perToken).skip(1).allMatch(other -> perToken[0] > other) ? 1 : 0;
            out[1][q] = perToken[0];
        }
        return out;
    }
}
