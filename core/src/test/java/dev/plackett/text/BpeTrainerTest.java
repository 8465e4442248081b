package dev.plackett.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {

    private static final String TEXT = "the cat sat on the mat; the catnap and the cathedral aren't the cat's. Über 12 Äpfel, naïve café! 1999 2000 2000\n\n x";

    @TempDir
    Path folder;
    private Map<String, String> specials;

    @BeforeEach
    void specials() {
        specials = new LinkedHashMap<>();
        specials.put("pad_token", "<pad>");
        specials.put("bos_token", "<s>");
        specials.put("eos_token", "</s>");
    }

    @Test
    void huggingFacesLibraryReadsItAndEveryTextComesBack() {
        int size = new BpeTrainer().add(TEXT).add(TEXT).train(300, specials, folder);
        assertThat(size).isEqualTo(300);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.size()).isEqualTo(300);
            assertThat(tokenizer.bos()).hasValue(1);
            assertThat(tokenizer.eos()).hasValue(2);
            assertThat(tokenizer.id("<pad>")).hasValue(0);
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 200; i++) {
                String text = random.ints(random.nextInt(30), 1, 0x1F700).filter(c -> Character.isDefined(c) && !(c >= 0xD800 && c < 0xE000))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
                assertThat(tokenizer.decode(tokenizer.encode(text))).as("text %d", i).isEqualTo(text);
            }
            Tokenizer.Tokens tokens = tokenizer.tokens("a 🙂 the cat");
            int last = tokens.ids().length - 1;
            assertThat(tokens.end()[last]).as("offsets count UTF-16 units").isEqualTo("a 🙂 the cat".length());
        }
    }

    @Test
    void mergesAreThoseOfTheNaiveAlgorithm() {
        String more = TEXT + " the then than that this then that than this";
        List<BpeTrainer.Merge> merges = new BpeTrainer().add(TEXT).add(more).train(310, List.of("<pad>", "<s>", "</s>")).merges();
        assertThat(merges).isEqualTo(naive(TEXT, more, 310 - 259));
    }

    @Test
    void tokensThatStraddleTheCutAreNamedOrMoved() {
        new BpeTrainer().add("define: cats cats cats cats").train(280, specials, folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            PromptCompletion ok = PromptCompletion.of(tokenizer, "define:", " cats", true, PromptCompletion.Straddle.ERROR);
            assertThat(ok.prompt()[0]).isEqualTo(1);
            assertThat(ok.completion()).endsWith(2);
            assertThat(tokenizer.decode(ok.prompt()) + tokenizer.decode(ok.completion())).isEqualTo("define: cats");
            assertThatThrownBy(() -> PromptCompletion.of(tokenizer, "define: ca", "ts", true, PromptCompletion.Straddle.ERROR))
                .hasMessageContaining("lies across the end of the prompt");
            PromptCompletion moved = PromptCompletion.of(tokenizer, "define: ca", "ts", false, PromptCompletion.Straddle.TO_COMPLETION);
            assertThat(tokenizer.decode(moved.completion())).isEqualTo(" cats");
            assertThat(PromptCompletion.prompt(tokenizer, "<s>define")).isEqualTo(PromptCompletion.prompt(tokenizer, "define")).startsWith(1);
        }
    }

    /** Counts every pair anew after every merge. */
    private static List<BpeTrainer.Merge> naive(String a, String b, int merges) {
        List<List<String>> words = new ArrayList<>();
        var pattern = java.util.regex.Pattern.compile("'(?:s|t|re|ve|m|ll|d)| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+");
        for (String text : List.of(a, b)) {
            pattern.matcher(text).results().forEach(m -> words.add(new ArrayList<>(Arrays.asList(ByteAlphabet.encode(m.group()).split("")))));
        }
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            order.add(String.valueOf(ByteAlphabet.of(i)));
        }
        List<BpeTrainer.Merge> out = new ArrayList<>();
        while (out.size() < merges) {
            Map<BpeTrainer.Merge, Integer> counts = new HashMap<>();
            for (List<String> w : words) {
                for (int i = 0; i + 1 < w.size(); i++) {
                    counts.merge(new BpeTrainer.Merge(w.get(i), w.get(i + 1)), 1, Integer::sum);
                }
            }
            BpeTrainer.Merge best = counts.entrySet().stream().sorted((x, y) -> {
                int c = Integer.compare(y.getValue(), x.getValue());
                c = c != 0 ? c : Integer.compare(order.indexOf(x.getKey().left()), order.indexOf(y.getKey().left()));
                return c != 0 ? c : Integer.compare(order.indexOf(x.getKey().right()), order.indexOf(y.getKey().right()));
            }).findFirst().orElseThrow().getKey();
            out.add(best);
            order.add(best.left() + best.right());
            for (List<String> w : words) {
                for (int i = 0; i + 1 < w.size(); i++) {
                    if (w.get(i).equals(best.left()) && w.get(i + 1).equals(best.right())) {
                        w.set(i, w.get(i) + w.remove(i + 1));
                    }
                }
            }
        }
        return out;
    }
}
