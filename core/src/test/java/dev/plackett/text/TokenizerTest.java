package dev.plackett.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.Fixtures;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class TokenizerTest {

    @TempDir
    Path folder;

    @BeforeEach
    void train() {
        Map<String, String> specials = new LinkedHashMap<>();
        specials.put("pad_token", "<pad>");
        specials.put("bos_token", "<s>");
        specials.put("eos_token", "</s>");
        new BpeTrainer().add("define: cats cats cats 🙂🙂🙂🙂").train(285, specials, folder);
    }

    private void edit(String file, java.util.function.Consumer<ObjectNode> change) throws IOException {
        Path path = folder.resolve(file);
        ObjectNode json = Files.exists(path) ? Json.object(path) : Json.object();
        change.accept(json);
        Files.writeString(path, json.toString());
    }

    /** What the library does with such a file shows in the ids that it gives: ours must say the same, and know of no id beyond the last. */
    @Test
    void tokensThatAreListedTwiceHaveTheLibrarysIds() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), """
            {"version": "1.0", "added_tokens": [{"id": 9, "content": "<end>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
            "special": true}], "model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0], ["c", -1], ["at", -1], ["c", -1], ["at", -2], ["at", -1]]}}
            """);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            int[] ids = tokenizer.encode("cat<end>");
            assertThat(ids).containsExactly(tokenizer.id("c").orElseThrow(), tokenizer.id("at").orElseThrow(), tokenizer.id("<end>").orElseThrow());
            assertThat(ids).containsExactly(3, 5, 6);
            assertThat(tokenizer.size()).isEqualTo(7);
            assertThat(tokenizer.spelled(ids)).isEqualTo("c at <end>");
        }
    }

    @Test
    void truncationAndPaddingWrittenInTheFileAreOff() throws IOException {
        edit("tokenizer.json", json -> {
            json.putObject("truncation").put("direction", "Right").put("max_length", 3).put("strategy", "LongestFirst").put("stride", 0);
            ObjectNode padding = json.putObject("padding").put("direction", "Right").putNull("pad_to_multiple_of").put("pad_id", 0)
                .put("pad_type_id", 0).put("pad_token", "<pad>");
            padding.putObject("strategy").put("Fixed", 9);
        });
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            String text = "define: cats ".repeat(300);
            assertThat(tokenizer.encode(text)).hasSizeGreaterThan(600).doesNotContain(0);
            assertThat(tokenizer.encode("cats")).hasSizeLessThan(5);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void offsetsKeepTheSpaceOfATokenEvenWhereTheFileTrimsThem() throws IOException {
        edit("tokenizer.json", json -> json.putObject("post_processor").put("type", "ByteLevel").put("add_prefix_space", false)
            .put("trim_offsets", true).put("use_regex", true));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            Tokenizer.Tokens tokens = tokenizer.tokens("define: cats");
            for (int i = 1; i < tokens.ids().length; i++) {
                assertThat(tokens.start()[i]).isEqualTo(tokens.end()[i - 1]);
            }
            assertThatThrownBy(() -> PromptCompletion.of(tokenizer, "define: ", "cats", true, PromptCompletion.Straddle.ERROR))
                .hasMessageContaining("\" cats\"");
        }
    }

    @Test
    void offsetsCountUtf16UnitsAlsoInsideACharacter() {
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            String text = "cats 😀🙂 cats";
            Tokenizer.Tokens tokens = tokenizer.tokens(text);
            for (int i = 0; i < tokens.ids().length; i++) {
                assertThat(tokens.end()[i]).isGreaterThan(tokens.start()[i]);
                assertThat(Character.isLowSurrogate(text.charAt(tokens.start()[i]))).as("token %d begins inside a character", i).isFalse();
            }
            assertThat(tokens.end()[tokens.ids().length - 1]).isEqualTo(text.length());
            PromptCompletion cut = PromptCompletion.of(tokenizer, "cats 😀🙂", " cats", false, PromptCompletion.Straddle.ERROR);
            assertThat(tokenizer.decode(cut.completion())).isEqualTo(" cats");
        }
    }

    @Test
    void specialTokensComeFromTheFolder() throws IOException {
        edit("generation_config.json", json -> json.putArray("eos_token_id").add(2).add(0));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.bos()).hasValue(1);
            assertThat(tokenizer.eos()).hasValue(2);
            assertThat(tokenizer.stops()).containsExactly(2, 0);
            assertThat(tokenizer.special("pad_token")).isEqualTo("<pad>");
            assertThat(tokenizer.encode("<s>cats</s>")).startsWith(1).endsWith(2);
            assertThat(tokenizer.decode(tokenizer.encode("<s>cats</s>"))).isEqualTo("cats");
            PromptCompletion once = PromptCompletion.of(tokenizer, "<s>define:", " cats</s>", true, PromptCompletion.Straddle.ERROR);
            assertThat(once).usingRecursiveComparison().isEqualTo(PromptCompletion.of(tokenizer, "define:", " cats", true, PromptCompletion.Straddle.ERROR));
        }
        edit("tokenizer_config.json", json -> json.put("add_bos_token", false));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.bos()).as("the tokenizer's configuration says that none is added").isEmpty();
            assertThat(tokenizer.special("bos_token")).isEqualTo("<s>");
        }
        Files.delete(folder.resolve("tokenizer_config.json"));
        edit("config.json", json -> json.put("bos_token_id", 1));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.bos()).hasValue(1);
            assertThat(tokenizer.eos()).as("the smallest id that generation_config.json names").hasValue(0);
        }
    }

    @Test
    void brokenFoldersAreNamed() throws IOException {
        assertThatThrownBy(() -> Tokenizer.open(folder.resolve("nowhere"))).isInstanceOf(FormatException.class)
            .hasMessageContaining("nowhere").hasMessageContaining("no such file");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": ");
        assertThatThrownBy(() -> Tokenizer.open(folder)).isInstanceOf(FormatException.class).hasMessageContaining("tokenizer.json: line 1");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Unheard\", \"vocab\": {\"a\": 0}}}");
        assertThatThrownBy(() -> Tokenizer.open(folder)).isInstanceOf(FormatException.class).hasMessageContaining("tokenizer.json");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"BPE\"}}");
        assertThatThrownBy(() -> Tokenizer.open(folder)).isInstanceOf(FormatException.class).hasMessageContaining("model.vocab");
    }

    @Test
    void noConnectionIsTried() {
        ProxySelector before = ProxySelector.getDefault();
        List<URI> asked = new ArrayList<>();
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                asked.add(uri);
            }
        });
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.encode("cats")).isNotEmpty();
            assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
            assertThat(System.getProperty("OPT_OUT_TRACKING")).isEqualTo("true");
            assertThat(asked).isEmpty();
        } finally {
            ProxySelector.setDefault(before);
        }
    }

    @Test
    void theFixturesTokenizerCutsItsPairs() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(Fixtures.path("dpo/tokenizer"))) {
            for (var pair : Json.MAPPER.readTree(Files.readString(Fixtures.path("dpo/pairs.json")))) {
                PromptCompletion cut = PromptCompletion.of(tokenizer, pair.path("prompt").stringValue(), pair.path("chosen").stringValue(), true,
                    PromptCompletion.Straddle.ERROR);
                assertThat(cut.prompt()).startsWith(1).isEqualTo(PromptCompletion.prompt(tokenizer, pair.path("prompt").stringValue()));
                assertThat(cut.completion()).endsWith(2);
                assertThat(tokenizer.decode(cut.completion())).isEqualTo(pair.path("chosen").stringValue());
            }
            var messages = Json.MAPPER.readTree("[{\"role\": \"user\", \"content\": \" hi \"}]");
            assertThat(ChatTemplate.open(Fixtures.path("dpo/tokenizer"), tokenizer).orElseThrow().render(messages, true)).isEqualTo("<s><user>hi<assistant>");
        }
    }
}
