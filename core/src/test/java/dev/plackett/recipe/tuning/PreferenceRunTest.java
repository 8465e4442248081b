package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Example;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.objective.Carry;
import dev.plackett.objective.Objective;
import dev.plackett.io.Json;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricTable;
import dev.plackett.tensor.Scope;
import dev.plackett.train.Engine;
import dev.plackett.train.Exchange;
import dev.plackett.train.References;
import dev.plackett.train.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A user's pairs, a user's model, all tiny: the file, the split, the cached reference, training, evaluation, stops. */
class PreferenceRunTest {

    @TempDir
    Path temp;
    private Path model;
    private Path pairs;
    private final List<String> said = new ArrayList<>();
    private Consumer<String> onMessage = text -> { };

    @BeforeEach
    void writeModelAndPairs() throws Exception {
        model = TinyModel.write(temp.resolve("model"));
        pairs = temp.resolve("pairs.jsonl");
        // Two pairs per prompt; letters are chosen, digits rejected.
        Files.write(pairs, IntStream.range(0, 80).mapToObj(i -> pair("say " + "word ".repeat(i / 2 % 3) + i / 2, " letters" + "abc".charAt(i % 3), " " + i + "7"))
            .toList());
    }

    private static String pair(String prompt, String chosen, String rejected) {
        return "{\"prompt\": \"" + prompt + "\", \"chosen\": \"" + chosen + "\", \"rejected\": \"" + rejected + "\"}";
    }

    @Test
    void heldOutPairsAreTornApartAndTheModelIsWrittenBesideItsTokenizer() throws Exception {
        ObjectNode summary = run("run", StopSignal.none());
        MetricTable metrics = MetricTable.read(temp.resolve("run/metrics.jsonl"));
        MetricTable held = metrics.series("evaluation");
        assertThat(held.column("step")).as("before, five times on the way, after").containsExactly(0, 5, 10, 15, 20, 25, 30, 35, 36);
        assertThat(held.column("rewards/margins")[0]).as("the policy begins at the reference").isCloseTo(0, within(1e-6));
        assertThat(held.column("loss")[0]).isCloseTo(Math.log(2), within(1e-6));
        assertThat(held.last("loss")).isLessThan(0.5);
        assertThat(held.last("rewards/accuracies")).isEqualTo(1);
        assertThat(held.last("logps/chosen") - held.last("logps/rejected")).isGreaterThan(held.column("logps/chosen")[0] - held.column("logps/rejected")[0]);
        assertThat(metrics.series("train").column("grad_norm")).hasSize(36);
        assertThat(metrics.series("rows").last("train")).isEqualTo(72);
        assertThat(said).anyMatch(s -> s.contains("pairs.jsonl holds preference: columns prompt, chosen, rejected"))
            .anyMatch(s -> s.contains("\"<s>say 0\", then \" lettersa</s>\" or \" 07</s>\""));
        assertThat(summary.path("claims")).isEmpty();
        Path folder = temp.resolve("run").resolve(summary.path("results").path("model").stringValue());
        assertThat(folder.resolve("tokenizer.json")).hasSameBinaryContentAs(model.resolve("tokenizer.json"));
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Margin of rewards", "Log-likelihoods of held-out pairs", "&lt;s&gt;say 0");
        assertSameAsTheEngine(folder, held);
    }

    /** Displacement is in every run's report: training and held-out pairs apart, beside what the reference's own answers do. */
    @Test
    void chosenAndRejectedAreFollowedBesideTheReferencesOwnAnswers() throws Exception {
        run("run", StopSignal.none(), "watched={pairs: 6, prompts: 3, samples: 5}");
        MetricTable moved = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("displacement");
        assertThat(moved.column("step")).containsExactly(0, 5, 10, 15, 20, 25, 30, 35, 36);
        for (String name : List.of("train/chosen", "train/rejected", "held_out/chosen", "held_out/rejected", "line", "excess", "memorised")) {
            assertThat(moved.column(name)[0]).as(name + " before training").isCloseTo(0, within(1e-5));
        }
        assertThat(moved.rows().get(0).text("finding")).isEqualTo("NONE");
        assertThat(moved.last("line")).as("the reference's own answers must fall").isNegative();
        assertThat(moved.last("held_out/chosen")).isGreaterThan(moved.last("held_out/rejected"));
        assertThat(moved.last("excess")).isGreaterThan(moved.last("excess_low")).isLessThan(moved.last("excess_high"));
        assertThat(Files.readAllLines(temp.resolve("run/stages/002-train/watched.jsonl"))).as("six pairs of each side and three prompts").hasSize(15);
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("<h2>Displacement</h2>", "the reference&#39;s own answers", "At the end: ");
    }

    @Test
    void objectivesWithoutAReferenceAreFollowedToo() throws Exception {
        run("run", StopSignal.none(), "objective=simpo", "options={}", "training.num_train_epochs=1", "held_out=0");
        MetricTable moved = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("displacement");
        assertThat(moved.rows()).isNotEmpty().allMatch(r -> !r.has("held_out/chosen") && r.has("train/chosen") && r.has("line"));
        run("silent", StopSignal.none(), "watched.pairs=0", "training.num_train_epochs=0.1");
        assertThat(MetricTable.read(temp.resolve("silent/metrics.jsonl")).series("displacement").rows()).isEmpty();
        assertThat(Files.readString(temp.resolve("silent/report.html"))).doesNotContain("Displacement");
    }

    /** The last evaluation, computed again from the files: model, reference and rows. */
    private void assertSameAsTheEngine(Path trained, MetricTable held) {
        List<Example<TokenBatch>> rows = TuningRow.read(temp.resolve("run/stages/000-rows/rows.jsonl")).stream().filter(TuningRow::heldOut)
            .map(r -> new Example<>(TokenBatch.of(r.row()), Columns.of(Column.PAIR_WIN, 1))).toList();
        assertThat(rows).hasSize(8);
        try (Scope scope = Scope.open(); Decoder before = Decoder.frozen(model, ScalarType.Float);
             Decoder after = Decoder.trainable(trained, ScalarType.Float, ScalarType.Float)) {
            List<Example<TokenBatch>> examples = References.attach(rows, new CausalScorer(before), Want.SEQUENCES, 8000);
            StepReport report = new Engine<>(new CausalScorer(after), after.parameters(), 8000, Exchange.alone())
                .evaluate(examples, Objective.dpo(0.2), Carry.empty());
            assertThat(held.last("loss")).isCloseTo(report.value(), within(1e-5));
            assertThat(held.last("rewards/margins")).isCloseTo(report.means().get("rewards/margins"), within(1e-4));
        }
    }

    /** A folder of many gigabytes is read once however many stages name it: what changes after that is not seen by this run, but by the next. */
    @Test
    void aUsersModelIsHashedOnce() throws Exception {
        Path note = model.resolve("note.txt");
        onMessage = text -> {
            try {
                Files.writeString(note, Files.exists(note) ? Files.readString(note) + "." : ".");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        run("run", StopSignal.none(), "training.num_train_epochs=0.1");
        assertThat(Files.readString(note)).as("the folder changed while the run went on").hasSizeGreaterThan(3);
        String once = Json.object(temp.resolve("run/provenance.json")).path("inputs").path("model").stringValue();
        for (String stage : List.of("000-rows", "001-reference", "002-train")) {
            assertThat(Json.object(temp.resolve("run/stages").resolve(stage).resolve("stage.json")).path("inputs").path("model").stringValue()).isEqualTo(once);
        }
        assertThat(Json.object(temp.resolve("run/stages/001-reference/stage.json")).path("inputs").path("reference").stringValue()).isEqualTo(once);
        onMessage = text -> { };
        assertThatThrownBy(() -> run("run", StopSignal.none(), "training.num_train_epochs=0.1")).hasMessageContaining("another model");
    }

    @Test
    void promptsAreHeldOutWhole() throws Exception {
        run("run", StopSignal.none(), "training.num_train_epochs=0.1");
        Map<String, Boolean> byPrompt = new LinkedHashMap<>();
        for (TuningRow row : TuningRow.read(temp.resolve("run/stages/000-rows/rows.jsonl"))) {
            Boolean before = byPrompt.put(Arrays.toString(row.row().prefix()), row.heldOut());
            assertThat(before).isIn(null, row.heldOut());
        }
        assertThat(byPrompt).hasSize(40);
    }

    @Test
    void conversationsAreRenderedByTheModelsTemplate() throws Exception {
        Files.writeString(model.resolve("chat_template.jinja"), "{% for m in messages %}[{{ m.role }}]{{ m.content }}{{ eos_token }}{% endfor %}"
            + "{% if add_generation_prompt %}[assistant]{% endif %}");
        Files.write(pairs, IntStream.range(0, 12).mapToObj(i -> "{\"prompt\": [{\"role\": \"user\", \"content\": \"say " + i + "\"}],"
            + " \"chosen\": [{\"role\": \"assistant\", \"content\": \"word\"}], \"rejected\": [{\"role\": \"assistant\", \"content\": \"" + i + "\"}]}").toList());
        run("chat", StopSignal.none(), "training.num_train_epochs=1", "held_out=0");
        assertThat(said).anyMatch(s -> s.contains("preference, conversational"))
            .anyMatch(s -> s.contains("\"<s>[user]say 0</s>[assistant]\", then \"word</s>\" or \"0</s>\""));
        assertThat(MetricTable.read(temp.resolve("chat/metrics.jsonl")).series("evaluation").rows()).as("nothing is held out").isEmpty();
        assertThat(temp.resolve("chat/stages/002-train/model/chat_template.jinja")).exists();
    }

    @Test
    void badRowsAreErrorsOrCounted() throws Exception {
        Files.writeString(pairs, "{\"prompt\": \"say\", \"chosen\": \" yes\"}\n" + pair("say", " a", " a") + "\n" + pair("say", " " + "long ".repeat(60), " b") + "\n",
            java.nio.file.StandardOpenOption.APPEND);
        assertThatThrownBy(() -> run("strict", StopSignal.none())).hasMessageContaining("pairs.jsonl: line 81").hasMessageContaining("rejected");
        run("lenient", StopSignal.none(), "skip_bad_rows=true", "training.num_train_epochs=0.1");
        MetricTable rows = MetricTable.read(temp.resolve("lenient/metrics.jsonl")).series("rows");
        assertThat(new double[] {rows.last("bad"), rows.last("same"), rows.last("cut"), rows.last("train") + rows.last("held_out")}).containsExactly(1, 1, 1, 80);
        assertThat(said).anyMatch(s -> s.contains("1 bad rows were passed over; the first: ") && s.contains("line 81"));
    }

    @Test
    void otherFilesMayServeAsEvaluationAndReference() throws Exception {
        Path eval = temp.resolve("eval.csv");
        Files.writeString(eval, "question,chosen,rejected\nsay so, word, 9\nsay no, letters, 8\n");
        Files.writeString(pairs, Files.readString(pairs).replace("\"prompt\"", "\"question\""));
        run("first", StopSignal.none(), "columns={question: prompt}", "eval_data=" + eval);
        assertThat(MetricTable.read(temp.resolve("first/metrics.jsonl")).series("rows").last("train")).isEqualTo(80);
        Path trained = temp.resolve("first/stages/002-train/model");
        run("second", StopSignal.none(), "columns={question: prompt}", "eval_data=" + eval, "model=" + trained, "reference_model=" + model,
            "training.num_train_epochs=0.1");
        assertThat(MetricTable.read(temp.resolve("second/metrics.jsonl")).series("evaluation").column("rewards/margins")[0])
            .as("it begins where the first ended, measured against the same reference")
            .isCloseTo(MetricTable.read(temp.resolve("first/metrics.jsonl")).series("evaluation").last("rewards/margins"), within(1e-4));
    }

    @Test
    void anAdapterTrainsAndIsMerged() throws Exception {
        ObjectNode summary = run("lora", StopSignal.none(), "training.lora={r: 4}", "training.activation_checkpointing=true", "training.learning_rate=2e-2");
        double[] loss = MetricTable.read(temp.resolve("lora/metrics.jsonl")).series("evaluation").column("loss");
        assertThat(loss[0]).isCloseTo(Math.log(2), within(1e-6));
        assertThat(loss[loss.length - 1]).isLessThan(0.6);
        assertThat(temp.resolve("lora").resolve(summary.path("results").path("adapter").stringValue()).resolve("adapter_model.safetensors")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpo | {beta: 0.2, label_smoothing: 0.1}", "ipo | {beta: 0.1}", "sft | {}",
        "sum | {loss_type: [sigmoid, sft], loss_weights: [1, 0.1], ld_alpha: 0.5}", "sppo | {eta: 20, target: hard}", "bradley_terry | {}"})
    void anyObjectiveOnPairsTrains(String line) throws Exception {
        String[] parts = line.split(" \\| ");
        run("run", StopSignal.none(), "objective=" + parts[0], "options=" + parts[1]);
        double[] loss = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("evaluation").column("loss");
        assertThat(loss[loss.length - 1]).isLessThan(loss[0]);
        assertThat(temp.resolve("run/stages/001-" + (List.of("bradley_terry", "sft").contains(parts[0]) ? "train" : "reference"))).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"objective=sppo | reads [win rate]", "objective=dop | did you mean 'dpo'",
        "options={bta: 1} | did you mean 'beta'", "max_length=100 | the model's context holds 64", "training.learning_rate=0 | nothing would be learnt",
        "training.num_train_epochs=0 | nothing would be learnt", "held_out=1 | held_out"})
    void mistakesShowBeforeAnythingIsLoaded(String line) {
        String[] parts = line.split(" \\| ");
        assertThatThrownBy(() -> run("run", StopSignal.none(), parts[0])).isInstanceOf(InvalidConfigException.class).hasMessageContaining(parts[1]);
    }

    @Test
    void rowsOfAnotherKindAreNamed() throws Exception {
        Files.writeString(pairs, "{\"prompt\": \"say\", \"completion\": \" yes\"}\n");
        assertThatThrownBy(() -> run("run", StopSignal.none())).hasMessageContaining("pairs.jsonl").hasMessageContaining("holds completion")
            .hasMessageContaining("expected preference pairs: rows with chosen + rejected");
    }

    @Test
    void completionsAreLearntBySft() throws Exception {
        Path rows = temp.resolve("rows.jsonl");
        Files.write(rows, IntStream.range(0, 40).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"completion\": \" letters\"}").toList());
        ObjectNode summary = RecipeRun.run(RecipeLoader.load("sft", List.of("model=" + model, "data=" + rows, "training.learning_rate=2e-2", "training.batch_size=8",
            "training.num_train_epochs=4")), temp.resolve("sft"), false, "test", Map.of(), Listener.none(), StopSignal.none());
        double[] loss = MetricTable.read(temp.resolve("sft/metrics.jsonl")).series("evaluation").column("loss");
        assertThat(loss[loss.length - 1]).isLessThan(loss[0] / 2);
        assertThat(summary.path("results").path("model").stringValue()).isEqualTo("stages/001-train/model");
    }

    private ObjectNode run(String name, StopSignal stop, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("model=" + model, "data=" + pairs, "options={beta: 0.2}", "training.learning_rate=5e-3",
            "training.batch_size=8", "training.num_train_epochs=4", "training.eval_steps=5", "training.save_steps=7"));
        for (String one : more) {
            String key = one.substring(0, one.indexOf('='));
            settings.removeIf(s -> s.startsWith(key + "=") || key.equals("objective") && s.startsWith("options"));
            settings.add(one);
        }
        Listener console = event -> {
            if (event instanceof Event.Message message) {
                said.add(message.text());
                onMessage.accept(message.text());
            }
        };
        return RecipeRun.run(RecipeLoader.load("preference", settings), temp.resolve(name), false, "test", Map.of(), console, stop);
    }
}
