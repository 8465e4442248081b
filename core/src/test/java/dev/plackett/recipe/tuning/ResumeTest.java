package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.io.Json;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.report.MetricTable;
import dev.plackett.tensor.Scope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A training that was stopped in any stage, of any architecture, of all weights or of an adapter, goes on to the bytes of one that was not. */
class ResumeTest {

    private static final String ADAPTER = "training.lora={r: 4}";

    @TempDir
    Path temp;

    /** Stops at the questions that are spread over all stages: rows, shards of the reference, updates, the evaluations between them. */
    @ParameterizedTest
    @ValueSource(strings = {"training.save_steps=7", ADAPTER, ADAPTER + " | training.activation_checkpointing=true | training.optim=rmsprop",
        ADAPTER + " | training.precision=bfloat16 | training.save_steps=1", ADAPTER + " | objective=sppo | options={eta: 20, target: hard}"})
    void stoppedAnywhereItGoesOnToTheSameBytes(String settings) throws Exception {
        Path model = TinyModel.write(temp.resolve("model"));
        Path pairs = pairs("say ", "word", 80);
        String[] more = settings.split(" \\| ");
        run("whole", model, pairs, StopSignal.none(), more);
        Map<String, byte[]> whole = bytes("whole");
        assertThat(whole.keySet()).anyMatch(f -> f.startsWith("logps-")).contains("model.safetensors", "metrics.jsonl");
        assertThat(whole.containsKey("adapter_model.safetensors")).isEqualTo(settings.contains("lora"));
        AtomicInteger asked = new AtomicInteger();
        run("counted", model, pairs, () -> {
            asked.incrementAndGet();
            return false;
        }, more);
        TreeSet<String> stages = new TreeSet<>();
        for (int at = 1; at < asked.get(); at += Math.max(1, asked.get() / 10)) {
            String name = "stopped-" + at;
            AtomicInteger left = new AtomicInteger(at);
            assertThatThrownBy(() -> run(name, model, pairs, () -> left.decrementAndGet() < 0, more)).as("stopped at question %d of %d", at, asked.get())
                .isInstanceOf(StoppedException.class);
            stages.add(unfinished(name));
            run(name, model, pairs, StopSignal.none(), more);
            assertThat(bytes(name)).as("stopped at question %d of %d", at, asked.get()).containsExactlyInAnyOrderEntriesOf(whole);
        }
        assertThat(stages).as("where it was stopped").contains("002-train.partial").hasSizeGreaterThan(1);
    }

    /** Every single question of a small run: between batches of the reference, of what is watched, of evaluations, within updates. */
    @ParameterizedTest
    @ValueSource(strings = {"objective=dpo", "training.sync_ref_model=true | training.ref_model_sync_steps=2",
        "training.sync_ref_model=true | training.ref_model_sync_steps=2 | training.ref_model_mixup_alpha=1 | training.lora={r: 4} | training.precision=bfloat16", "training.projection=gradient"})
    void stoppedAtAnyQuestionItGoesOnToTheSameBytes(String settings) throws Exception {
        Path model = TinyModel.write(temp.resolve("model"));
        Path pairs = pairs("say ", "word", 16);
        List<String> all = new ArrayList<>(List.of(settings.split(" \\| ")));
        all.addAll(List.of("training.num_train_epochs=2", "training.eval_steps=2", "training.micro_batch_tokens=80", "held_out=0.25", "watched={pairs: 4, prompts: 4,"
            + " samples: 2}"));
        String[] more = all.toArray(String[]::new);
        AtomicInteger asked = new AtomicInteger();
        run("whole", model, pairs, () -> asked.incrementAndGet() < 0, more);
        Map<String, byte[]> whole = bytes("whole");
        TreeSet<String> left = new TreeSet<>();
        for (int at = 1; at < asked.get(); at += settings.contains("dpo") ? 1 : 4) {
            AtomicInteger rest = new AtomicInteger(at);
            AtomicInteger after = new AtomicInteger();
            assertThatThrownBy(() -> run("stopped", model, pairs, () -> rest.decrementAndGet() < 0 && after.incrementAndGet() > 0, more))
                .isInstanceOf(StoppedException.class);
            assertThat(after.get()).as("questions after the one that stopped it").isLessThan(4);
            left.addAll(files("stopped"));
            run("stopped", model, pairs, StopSignal.none(), more);
            assertThat(bytes("stopped")).as("stopped at question %d of %d", at, asked.get()).containsExactlyInAnyOrderEntriesOf(whole);
            Files.move(temp.resolve("stopped"), temp.resolve("done-" + at));
        }
        assertThat(left).as("stopped within an update, before one, and while looking").contains("between-due", "watched.jsonl", "state.safetensors");
        if (!settings.contains("sync")) {
            assertThat(left).anyMatch(file -> file.equals("001-reference.partial"));
        }
    }

    /** Names of all files and folders in a run's stages. */
    private List<String> files(String name) throws Exception {
        try (var files = Files.walk(temp.resolve(name).resolve("stages"))) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }

    /** Stopped, taken up, stopped again: what an adapter's optimiser knows survives any number of times. */
    @Test
    void stoppedAfterEveryUpdateItGoesOnToTheSameBytes() throws Exception {
        Path model = TinyModel.write(temp.resolve("model"));
        Path pairs = pairs("say ", "word", 24);
        String[] more = {ADAPTER, "training.num_train_epochs=2"};
        run("whole", model, pairs, StopSignal.none(), more);
        int stops = 0;
        while (!Files.exists(temp.resolve("again/summary.json"))) {
            AtomicBoolean updated = new AtomicBoolean();
            try {
                run("again", model, pairs, e -> updated.compareAndSet(false, e instanceof Event.Metrics m && m.series().equals("train")), updated::get, more);
            } catch (StoppedException e) {
                stops++;
            }
        }
        assertThat(stops).as("one after each update").isEqualTo(6);
        assertThat(bytes("again")).containsExactlyInAnyOrderEntriesOf(bytes("whole"));
    }

    /** Every architecture, with the weights of its fixture: trained from a file of pairs, stopped amid training, written back in its own layout. */
    @ParameterizedTest
    @CsvSource({"llama, false", "mistral, false", "mistral, true", "qwen2, false", "qwen2, true", "qwen3, true", "gpt2, false", "gpt2, true", "phi3, true", "smollm3, true",
        "gemma3, false", "gemma3, true"})
    void everyArchitectureTrainsAndResumes(String name, boolean adapter) throws Exception {
        Path model = fixture(name);
        Path pairs = pairs("w1 w2 ", "w3", 24);
        String[] more = {adapter ? ADAPTER : "training.lora={r: 0}", "training.learning_rate=" + (adapter ? "5e-2" : "5e-3")};
        run("whole", model, pairs, StopSignal.none(), more);
        AtomicInteger left = new AtomicInteger(9);
        assertThatThrownBy(() -> run("stopped", model, pairs, () -> left.decrementAndGet() < 0, more)).isInstanceOf(StoppedException.class);
        assertThat(unfinished("stopped")).isEqualTo("002-train.partial");
        run("stopped", model, pairs, StopSignal.none(), more);
        assertThat(bytes("stopped")).containsExactlyInAnyOrderEntriesOf(bytes("whole"));
        double[] loss = MetricTable.read(temp.resolve("whole/metrics.jsonl")).series("evaluation").column("loss");
        assertThat(loss[0]).as("the policy begins at the reference").isCloseTo(Math.log(2), within(1e-5));
        assertThat(loss[loss.length - 1]).isLessThan(loss[0] - 0.02);
        Path trained = temp.resolve("whole/stages/002-train/model");
        assertThat(Json.object(trained.resolve("config.json")).path("model_type")).isEqualTo(Json.object(model.resolve("config.json")).path("model_type"));
        try (Scope scope = Scope.open(); Decoder before = Decoder.frozen(model, ScalarType.Float); Decoder after = Decoder.frozen(trained, ScalarType.Float)) {
            CausalModel.Shape shape = after.shape();
            assertThat(shape).isEqualTo(before.shape());
            assertThat(after.parameters().names()).isEqualTo(before.parameters().names());
        }
    }

    /** A fixture's weights, with a tokenizer of as many words as they know. */
    private Path fixture(String name) throws Exception {
        Path from = Fixtures.path("models/" + name);
        Path to = Files.createDirectories(temp.resolve("model"));
        for (String file : List.of("config.json", "model.safetensors")) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
        ObjectNode root = Json.object().put("version", "1.0");
        root.putObject("pre_tokenizer").put("type", "WhitespaceSplit");
        ObjectNode words = root.putObject("model").put("type", "WordLevel").put("unk_token", "<unk>").putObject("vocab");
        List.of("<pad>", "<s>", "</s>", "<unk>").forEach(special -> words.put(special, words.size()));
        for (int size = Json.object(to.resolve("config.json")).path("vocab_size").intValue(); words.size() < size;) {
            words.put("w" + words.size(), words.size());
        }
        Files.writeString(to.resolve("tokenizer.json"), root.toString());
        Files.writeString(to.resolve("tokenizer_config.json"), Json.object().put("bos_token", "<s>").put("eos_token", "</s>").put("unk_token", "<unk>").toString());
        return to;
    }

    /** The same word is chosen each time, another is rejected. */
    private Path pairs(String prompt, String word, int n) throws Exception {
        return Files.write(temp.resolve("pairs.jsonl"), IntStream.range(0, n).mapToObj(i -> "{\"prompt\": \"" + prompt + "w" + (4 + i) + "\", \"chosen\": \" " + word
            + "\", \"rejected\": \" w" + (5 + i) + " " + word + "\"}").toList());
    }

    private void run(String name, Path model, Path pairs, StopSignal stop, String... more) throws Exception {
        run(name, model, pairs, Listener.none(), stop, more);
    }

    private void run(String name, Path model, Path pairs, Listener listener, StopSignal stop, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("model=" + model, "data=" + pairs, "training.learning_rate=5e-3", "training.batch_size=8",
            "training.num_train_epochs=4", "training.eval_steps=5", "training.save_steps=3"));
        for (String one : more) {
            settings.removeIf(s -> s.startsWith(one.substring(0, one.indexOf('=') + 1)));
            settings.add(one);
        }
        RecipeRun.run(RecipeLoader.load("preference", settings), temp.resolve(name), false, "test", Map.of(), listener, stop);
    }

    /** The stage that was at work when a run was stopped; empty where none was. */
    private String unfinished(String name) throws Exception {
        try (var stages = Files.list(temp.resolve(name).resolve("stages"))) {
            return stages.map(p -> p.getFileName().toString()).filter(s -> s.endsWith(".partial")).findFirst().orElse("");
        }
    }

    /** Weights, adapters, reference log-likelihoods, rows and metrics. */
    private Map<String, byte[]> bytes(String name) throws Exception {
        Map<String, byte[]> out = new LinkedHashMap<>();
        out.put("metrics.jsonl", Files.readAllBytes(temp.resolve(name).resolve("metrics.jsonl")));
        try (var files = Files.walk(temp.resolve(name).resolve("stages"))) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.endsWith("stage.json")).sorted().toList()) {
                out.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return out;
    }
}
