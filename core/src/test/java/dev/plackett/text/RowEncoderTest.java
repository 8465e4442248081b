package dev.plackett.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.file.DataFile;
import dev.plackett.data.file.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowEncoderTest {

    @TempDir
    Path folder;
    private Tokenizer tokenizer;

    @BeforeEach
    void open() {
        Map<String, String> specials = new LinkedHashMap<>();
        specials.put("bos_token", "<s>");
        specials.put("eos_token", "</s>");
        new BpeTrainer().add("define: cats cats cats cats dogs dogs dogs").train(290, specials, folder);
        tokenizer = Tokenizer.open(folder);
    }

    @AfterEach
    void close() {
        tokenizer.close();
    }

    private RowEncoder encoder(PromptCompletion.Straddle straddle, Truncation truncation) {
        ChatTemplate chat = ChatTemplate.of("chat", "{{ bos_token }}{% for m in messages %}<{{ m.role }}>{{ m.content }}"
            + "{% if m.role == 'assistant' %}{{ eos_token }}{% endif %}{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}",
            Map.of("bos_token", "<s>", "eos_token", "</s>"), LocalDateTime::now);
        return new RowEncoder(tokenizer, Optional.of(chat), true, straddle, truncation);
    }

    private Item item(String json) throws IOException {
        return DataFile.read(Files.writeString(folder.resolve("d.jsonl"), json)).items().get(0);
    }

    private String text(int... ids) {
        return tokenizer.decode(ids);
    }

    @Test
    void aPreferenceIsOnePromptWithTwoAnswers() throws IOException {
        RowEncoder.Encoded encoded = encoder(PromptCompletion.Straddle.ERROR, Truncation.none())
            .encode(item("{\"prompt\": \"define:\", \"chosen\": \" cats\", \"rejected\": \" dogs\"}"));
        assertThat(encoded.row().prefix()).startsWith(0);
        assertThat(text(encoded.row().prefix())).isEqualTo("define:");
        assertThat(encoded.row().branches()).hasSize(2);
        assertThat(text(encoded.row().branches().get(1).ids())).isEqualTo(" dogs");
        assertThat(encoded.row().branches().get(1).ids()).endsWith(1);
        assertThat(encoded.cut()).containsExactly(false, false);
    }

    @Test
    void aConversationIsReadUpToTheAssistantsHeader() throws IOException {
        RowEncoder.Encoded encoded = encoder(PromptCompletion.Straddle.ERROR, Truncation.none()).encode(item(
            "{\"prompt\": [{\"role\": \"user\", \"content\": \"define\"}], \"completion\": [{\"role\": \"assistant\", \"content\": \"cats\"}]}"));
        assertThat(text(encoded.row().prefix())).isEqualTo("<user>define<assistant>");
        int[] answer = encoded.row().branches().get(0).ids();
        assertThat(text(answer)).isEqualTo("cats");
        assertThat(Arrays.stream(answer).filter(i -> i == 1).count()).as("exactly one EOS, the template's").isEqualTo(1);
        assertThat(Arrays.stream(encoded.row().prefix()).filter(i -> i == 0).count()).as("exactly one BOS").isEqualTo(1);
    }

    @Test
    void aStraddlingTokenMovesForBothAnswers() throws IOException {
        Item item = item("{\"prompt\": \"define: \", \"chosen\": \"cats\", \"rejected\": \"x\"}");
        assertThatThrownBy(() -> encoder(PromptCompletion.Straddle.ERROR, Truncation.none()).encode(item)).hasMessageContaining("line 1")
            .hasMessageContaining("lies across");
        RowEncoder.Encoded encoded = encoder(PromptCompletion.Straddle.TO_COMPLETION, Truncation.none()).encode(item);
        assertThat(text(encoded.row().prefix())).isEqualTo("define:");
        assertThat(text(encoded.row().branches().get(0).ids())).isEqualTo(" cats");
        assertThat(text(encoded.row().branches().get(1).ids())).isEqualTo(" x");
    }

    @Test
    void whatIsTooLongIsCutAndFlagged() throws IOException {
        RowEncoder.Encoded encoded = encoder(PromptCompletion.Straddle.ERROR, Truncation.budget(8, 4))
            .encode(item("{\"prompt\": \"define: dogs dogs dogs dogs\", \"candidates\": [\" cats cats cats cats cats cats cats\", \" dogs\"]}"));
        assertThat(encoded.cut()).containsExactly(true, false);
        assertThat(encoded.row().prefix()).hasSize(4).startsWith(0);
        assertThat(encoded.row().branches().get(0).ids()).hasSize(4).doesNotContain(1);
        assertThat(encoded.row().branches().get(1).ids()).endsWith(1);
    }

    @Test
    void textsAndTokens() throws IOException {
        RowEncoder encoder = encoder(PromptCompletion.Straddle.ERROR, Truncation.none());
        RowEncoder.Encoded language = encoder.encode(item("{\"text\": \"cats dogs\"}"));
        assertThat(language.row().prefix()).containsExactly(0);
        assertThat(text(language.row().branches().get(0).ids())).isEqualTo("cats dogs");
        assertThat(language.row().branches().get(0).ids()).endsWith(1);
        RowEncoder.Encoded begun = encoder.encode(item("{\"text\": \"<s>cats dogs\"}"));
        assertThat(begun.row().branches().get(0).ids()).as("one BOS, not two").isEqualTo(language.row().branches().get(0).ids());

        RowEncoder.Encoded tokens = encoder.encode(item("{\"input_ids\": [7, 8, 9, 10], \"completion_mask\": [0, 1, 0, 1]}"));
        assertThat(tokens.row().prefix()).containsExactly(7);
        assertThat(tokens.row().branches().get(0).ids()).containsExactly(8, 9, 10);
        assertThat(tokens.row().branches().get(0).scored()).containsExactly(true, false, true);

        Item prompt = item("{\"prompt\": \"cats\"}");
        assertThat(text(encoder.prompt(((Item.Prompt) prompt).prompt()))).isEqualTo("cats");
        assertThatThrownBy(() -> encoder.encode(prompt)).hasMessageContaining("line 1").hasMessageContaining("nothing to score");
        RowEncoder without = new RowEncoder(tokenizer, Optional.empty(), true, PromptCompletion.Straddle.ERROR, Truncation.none());
        assertThatThrownBy(() -> without.encode(item("{\"messages\": [{\"role\": \"user\", \"content\": \"cats\"}]}")))
            .hasMessageContaining("no chat template");
    }
}
