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

    @Test
    void huggingFacesLibraryEncodesAsTheNaiveAlgorithm() {
        BpeTrainer trainer = new BpeTrainer().add(TEXT).add(TEXT);
        trainer.train(330, specials, folder);
        List<BpeTrainer.Merge> merges = trainer.train(330, List.copyOf(specials.values())).merges();
        String letters = "thecatsonmpdr.,;'!ÜÄé 12\n\t\u00a0\u0085\u2003\u3000🙂中\u0001'll're  ";
        int[] points = letters.codePoints().toArray();
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            for (long seed = 0; seed < 500; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                String text = random.ints(random.nextInt(40), 0, points.length).map(i -> points[i])
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
                List<Integer> naive = encodeNaively(text, merges).stream().map(t -> tokenizer.id(t).orElseThrow()).toList();
                assertThat(Arrays.stream(tokenizer.encode(text)).boxed().toList()).as("seed %d: %s", seed, text).isEqualTo(naive);
            }
        }
    }

    /** GPT-2's words, then the merge of least rank wherever it stands, until none is left. */
    private static List<String> encodeNaively(String text, List<BpeTrainer.Merge> merges) {
        String space = "[\\t-\\r \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}]";
        String other = "(?:(?!" + space + ")[^\\p{L}\\p{N}])";
        var words = java.util.regex.Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?" + other + "+|" + space + "+(?!(?!" + space + ")[\\s\\S])|"
            + space + "+");
        List<String> out = new ArrayList<>();
        words.matcher(text).results().forEach(m -> {
            List<String> word = new ArrayList<>(Arrays.asList(ByteAlphabet.encode(m.group()).split("")));
            for (BpeTrainer.Merge merge : merges) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    if (word.get(i).equals(merge.left()) && word.get(i + 1).equals(merge.right())) {
                        word.set(i, word.get(i) + word.remove(i + 1));
                    }
                }
            }
            out.addAll(word);
        });
        return out;
    }

    @Test
    void fourThousandTokensOfManyWordsTakeSeconds() {
        SplittableRandom random = new SplittableRandom(3);
        BpeTrainer trainer = new BpeTrainer();
        for (int line = 0; line < 10_000; line++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < 15; word++) {
                text.append(' ').append(Integer.toString((int) (Math.pow(random.nextDouble(), 4) * 60_000_000), 36));
            }
            trainer.add(text.toString().replaceAll("[0-9]", "e"));
        }
        long start = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(trainer.train(4_096, List.of("<s>")).tokens()).hasSize(4_096).doesNotHaveDuplicates();
        long seconds = (java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1_000_000_000;
        assertThat(seconds).as("seconds of this thread's own time").isLessThan(60);
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
