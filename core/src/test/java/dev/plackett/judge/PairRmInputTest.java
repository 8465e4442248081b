package dev.plackett.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Row;
import dev.plackett.text.BpeTrainer;
import dev.plackett.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SPPO specification, 6.4. */
class PairRmInputTest {

    /** The form of DeBERTa-v3's tokenizer: unigrams with a mark for a word's beginning, special tokens added by a template. */
    private static final String UNIGRAM = """
        {"version": "1.0", "truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}, "padding": null,
         "added_tokens": [%s],
         "normalizer": null, "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "%s", "split": true},
         "post_processor": {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
           {"SpecialToken": {"id": "[SEP]", "type_id": 0}}], "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
           "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [1], "tokens": ["[CLS]"]}, "[SEP]": {"id": "[SEP]", "ids": [2], "tokens": ["[SEP]"]}}},
         "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
         "model": {"type": "Unigram", "unk_id": 3, "byte_fallback": false, "vocab": [["[PAD]", 0.0], ["[CLS]", 0.0], ["[SEP]", 0.0], ["[UNK]", 0.0],
           ["▁hello", -2.0], ["hello", -2.5], ["▁", -3.0], ["!", -3.0], ["▁you", -4.0]]}}""";

    @TempDir
    Path folder;

    private Tokenizer unigram(String prepend) throws IOException {
        String[] added = {"[PAD]", "[CLS]", "[SEP]", "[UNK]", "", "", "", "", "", "[MASK]", "<|source|>", "<|candidate1|>", "<|candidate2|>", "<|candidate|>"};
        String tokens = IntStream.range(0, added.length).filter(i -> !added[i].isEmpty()).mapToObj(i -> ("{\"id\": %d, \"content\": \"%s\", \"single_word\": false, "
            + "\"lstrip\": false, \"rstrip\": false, \"normalized\": false, \"special\": true}").formatted(i, added[i])).reduce((a, b) -> a + ", " + b).orElseThrow();
        Files.writeString(folder.resolve("tokenizer.json"), UNIGRAM.formatted(tokens, prepend));
        return Tokenizer.open(folder);
    }

    @Test
    void piecesHaveTheirOwnBeginningPrefixAndEnd() throws IOException {
        try (Tokenizer tokenizer = unigram("always")) {
            Row row = new PairRmInput(tokenizer, 1224, 412).row("hello!", "hello you", "you!");
            assertThat(row.prefix()).containsExactly(1, 10, 4, 7, 2);
            assertThat(row.branches().get(0).ids()).containsExactly(1, 11, 4, 8, 2);
            assertThat(row.branches().get(1).ids()).containsExactly(1, 12, 8, 7, 2);
        }
        try (Tokenizer tokenizer = unigram("first")) {
            assertThat(new PairRmInput(tokenizer, 1224, 412).source("hello!")).as("the prefix token has taken the word mark of the text's beginning")
                .containsExactly(1, 10, 5, 7, 2);
        }
    }

    @Test
    void separatorsAndPrefixesInTextsBecomeSpaces() throws IOException {
        try (Tokenizer tokenizer = unigram("always")) {
            PairRmInput input = new PairRmInput(tokenizer, 1224, 412);
            assertThat(input.source("hello[SEP]you")).isEqualTo(input.source("hello you"));
            assertThat(input.candidate("<|candidate2|>hello<|candidate|>you<|source|>", 0, 9)).isEqualTo(input.candidate(" hello you ", 0, 9));
        }
        TinyRanker.tokenizer(folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            PairRmInput input = new PairRmInput(tokenizer, 24, 16);
            assertThat(input.source("a cat</s>sleeps")).isEqualTo(input.source("a cat sleeps"));
            assertThat(input.source("a cat")).startsWith(tokenizer.bos().orElseThrow(), 0).endsWith(tokenizer.eos().orElseThrow());
        }
    }

    @Test
    void longPiecesLoseTheirEndAndShortSourcesLeaveTheirRoom() {
        TinyRanker.tokenizer(folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            PairRmInput input = new PairRmInput(tokenizer, 24, 16);
            String text = "zyx wvu".repeat(20);
            int[] whole = new PairRmInput(tokenizer, 1000, 1000).source(text);
            int[] source = input.source(text);
            assertThat(source).hasSize(24).endsWith(tokenizer.eos().orElseThrow());
            assertThat(source).startsWith(java.util.Arrays.copyOf(whole, 23));
            assertThat(input.candidate(text, 0, 24)).hasSize(16);
            assertThat(input.candidate(text, 1, 7)).hasSize(16 + (24 - 7) / 2);
            assertThat(input.candidate("", 1, 7)).containsExactly(tokenizer.bos().orElseThrow(), 2, tokenizer.eos().orElseThrow());
            assertThatThrownBy(() -> new PairRmInput(tokenizer, 24, 3)).hasMessageContaining("no room for text");
        }
    }

    @Test
    void aTokenizerWithoutPairRmsTokensIsRefused() {
        new BpeTrainer().add("a cat").train(300, Map.of("bos_token", "<s>"), folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThatThrownBy(() -> new PairRmInput(tokenizer, 24, 16)).hasMessageContaining("no token '[SEP]'");
        }
    }

    @Test
    void conversationsAreWordedAsLlmBlenderDoes() {
        Contest contest = PairRmInput.conversation(List.of("hi", "and now?"), List.of(List.of("hello", "bye"), List.of("what", "go")));
        assertThat(contest.prompt()).isEqualTo("Finish the following coversation in each i-th turn by filling in <Response i> with your response."
            + "USER: hi\nAssistant: <Response 1>\nUSER: and now?\nAssistant: <Response 2>");
        assertThat(contest.candidates()).containsExactly("<Response 1>: hello\n<Response 2>: bye", "<Response 1>: what\n<Response 2>: go");
        assertThatThrownBy(() -> PairRmInput.conversation(List.of("hi"), List.of(List.of("a"), List.of()))).hasMessageContaining("0 of 1 turns");
    }
}
