package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.report.MetricTable;
import dev.plackett.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Rows of every kind that can be learnt from. */
class SftRunTest {

    @TempDir
    Path temp;
    private Path model;

    @BeforeEach
    void writeAModel() throws Exception {
        model = TinyModel.write(temp.resolve("model"));
        Files.writeString(model.resolve("chat_template.jinja"), "{% for m in messages %}[{{ m.role }}]{{ m.content }}{{ eos_token }}{% endfor %}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'prompt': 'say %d', 'completion': ' letters'}", "{'text': 'say %d or say two words'}",
        "{'messages': [{'role': 'user', 'content': 'say %d'}, {'role': 'assistant', 'content': 'letters'}]}"})
    void rowsAreLearnt(String row) throws Exception {
        ObjectNode summary = run(row.replace('\'', '"'));
        double[] loss = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("evaluation").column("loss");
        assertThat(loss[loss.length - 1]).isLessThan(0.75 * loss[0]);
        assertThat(summary.path("results").path("model").stringValue()).as("no reference is needed").isEqualTo("stages/001-train/model");
    }

    @Test
    void tokensAreTakenAsTheyAreAndOnlyTheMaskedOnesAreScored() throws Exception {
        run("{\"input_ids\": [1, 20, %d, 30, 31, 40], \"completion_mask\": [0, 0, 0, 1, 0, 1]}");
        TuningRow first = TuningRow.read(temp.resolve("run/stages/000-rows/rows.jsonl")).get(0);
        assertThat(first.row().prefix()).containsExactly(1, 20, 0);
        assertThat(first.row().branches().get(0).ids()).containsExactly(30, 31, 40);
        assertThat(first.row().branches().get(0).scored()).containsExactly(true, false, true);
        double[] loss = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("evaluation").column("loss");
        assertThat(loss[0]).as("an untrained model guesses").isBetween(5.0, 6.5);
        assertThat(loss[loss.length - 1]).as("always the same two tokens").isLessThan(loss[0] / 3);
    }

    /** A text of some hundred tokens among short ones, a context of 64, rows of at most 32. */
    @ParameterizedTest
    @CsvSource({"split, 1, 0, 0", "truncate, 0, 1, 0", "drop, 0, 0, 1"})
    void longTextsAreSplitCutOrDropped(String rule, int split, int truncated, int dropped) throws Exception {
        String text = "say a word or say two words or say no word at all ".repeat(30).strip();
        Path data = temp.resolve("texts.jsonl");
        Files.writeString(data, "{\"text\": \"say a word\"}\n{\"text\": \"" + text + "\"}\n{\"text\": \"say no word\"}\n");
        List<String> said = new ArrayList<>();
        train(data, said, "max_length=32", "long_text=" + rule, "held_out=0", "training.num_train_epochs=1");
        List<TuningRow> rows = TuningRow.read(temp.resolve("run/stages/000-rows/rows.jsonl"));
        int[] whole;
        try (Tokenizer tokenizer = Tokenizer.open(model)) {
            whole = IntStream.concat(IntStream.concat(tokenizer.bos().stream(), IntStream.of(tokenizer.encode(text))), tokenizer.eos().stream()).toArray();
        }
        List<TuningRow> pieces = rows.stream().filter(r -> r.line() == 2).toList();
        assertThat(pieces).allSatisfy(r -> assertThat(r.row().tokens()).isLessThanOrEqualTo(32));
        int[] learnt = pieces.stream().flatMapToInt(r -> IntStream.of(r.row().branches().get(0).ids())).toArray();
        assertThat(learnt).isEqualTo(Arrays.copyOfRange(whole, 1, split == 1 ? whole.length : truncated == 1 ? 32 : 1));
        assertThat(rows).hasSize(2 + pieces.size());
        MetricTable counted = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("rows");
        assertThat(new double[] {counted.last("split"), counted.last("truncated"), counted.last("cut"), counted.last("tokens_lost"), counted.last("train")})
            .containsExactly(split, truncated, dropped, truncated == 1 ? whole.length - 32 : 0, rows.size());
        assertThat(said).anyMatch(s -> s.contains(split == 1 ? "1 texts split into pieces" : truncated == 1 ? "1 texts truncated by " + (whole.length - 32) + " tokens"
            : "1 longer than max_length"));
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("passed over");
    }

    /** Pieces of one text are not torn between training and evaluation. */
    @Test
    void piecesOfATextStayTogether() throws Exception {
        Path data = temp.resolve("texts.jsonl");
        Files.write(data, IntStream.range(0, 10).mapToObj(i -> "{\"text\": \"" + ("say " + i + " words ").repeat(20) + "\"}").toList());
        train(data, new ArrayList<>(), "max_length=32", "held_out=0.3", "training.num_train_epochs=0.1");
        Map<Integer, Boolean> held = new HashMap<>();
        for (TuningRow row : TuningRow.read(temp.resolve("run/stages/000-rows/rows.jsonl"))) {
            assertThat(held.put(row.line(), row.heldOut())).isIn(null, row.heldOut());
        }
        assertThat(held.values()).contains(true, false);
    }

    /** Only rows of text are pieced: half a conversation, or half an answer, is no example of anything. */
    @Test
    void conversationsAndCompletionsFollowTheRuleOfPairs() throws Exception {
        Path data = temp.resolve("rows.jsonl");
        String words = "say two words ".repeat(30);
        Files.writeString(data, "{\"messages\": [{\"role\": \"user\", \"content\": \"say\"}, {\"role\": \"assistant\", \"content\": \"" + words + "\"}]}\n"
            + "{\"messages\": [{\"role\": \"user\", \"content\": \"say\"}, {\"role\": \"assistant\", \"content\": \"word\"}]}\n".repeat(3));
        train(data, new ArrayList<>(), "held_out=0", "training.num_train_epochs=1");
        MetricTable counted = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("rows");
        assertThat(new double[] {counted.last("split"), counted.last("cut"), counted.last("train")}).containsExactly(0, 1, 3);
    }

    private void train(Path data, List<String> said, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("model=" + model, "data=" + data, "training.batch_size=4"));
        settings.addAll(List.of(more));
        Listener console = event -> {
            if (event instanceof Event.Message message) {
                said.add(message.text());
            }
        };
        RecipeRun.run(RecipeLoader.load("sft", settings), temp.resolve("run"), false, "test", Map.of(), console, StopSignal.none());
    }

    private ObjectNode run(String row) throws Exception {
        Path rows = temp.resolve("rows.jsonl");
        Files.write(rows, IntStream.range(0, 40).mapToObj(i -> row.replace("%d", Integer.toString(i))).toList());
        return RecipeRun.run(RecipeLoader.load("sft", List.of("model=" + model, "data=" + rows, "training.learning_rate=2e-2", "training.batch_size=8",
            "training.num_train_epochs=4")), temp.resolve("run"), false, "test", Map.of(), Listener.none(), StopSignal.none());
    }
}
