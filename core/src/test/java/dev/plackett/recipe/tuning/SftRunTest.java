package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.report.MetricTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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

    private ObjectNode run(String row) throws Exception {
        Path rows = temp.resolve("rows.jsonl");
        Files.write(rows, IntStream.range(0, 40).mapToObj(i -> row.replace("%d", Integer.toString(i))).toList());
        return RecipeRun.run(RecipeLoader.load("sft", List.of("model=" + model, "data=" + rows, "training.learning_rate=2e-2", "training.batch_size=8",
            "training.num_train_epochs=4")), temp.resolve("run"), false, "test", Map.of(), Listener.none(), StopSignal.none());
    }
}
