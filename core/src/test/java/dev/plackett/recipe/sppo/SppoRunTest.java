package dev.plackett.recipe.sppo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricTable;
import dev.plackett.tensor.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The whole loop on a user's model, a user's prompts and a user's judge, all tiny. */
class SppoRunTest {

    @TempDir
    Path temp;
    private Path model;
    private Path prompts;

    @BeforeEach
    void writeAModel() throws Exception {
        model = TinyModel.write(temp.resolve("model"));
        prompts = temp.resolve("prompts.txt");
        Files.write(prompts, IntStream.range(0, 40).mapToObj(i -> "say " + "ab".repeat(i % 5) + i).toList());
    }

    @Test
    void aUsersModelPromptsAndJudgeGetBetter() throws Exception {
        ObjectNode summary = run("run", StopSignal.none());
        MetricTable evaluation = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("evaluation");
        assertThat(evaluation.where("arm", "sppo").rows()).hasSize(2);
        assertThat(evaluation.where("arm", "dpo").rows()).hasSize(2);
        assertThat(evaluation.having("win_base/held_out").rows()).as("there is no second judge").isEmpty();
        assertThat(evaluation.where("arm", "sppo").last("win_base/judge")).as("the judge likes plain letters").isGreaterThan(0.6);
        assertThat(summary.path("claims").size()).isGreaterThanOrEqualTo(6);
        summary.path("claims").forEach(claim -> assertThat(claim.has("holds") && claim.has("value") && claim.has("evidence")).isTrue());
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Win rate over the base", "Answers, round by round", "say ",
            "<h2>Displacement</h2>");
    }

    @Test
    void stoppedInEveryStageItGoesOnToTheSameBytes() throws Exception {
        run("whole", StopSignal.none());
        Map<String, String> whole = results("whole");
        assertThat(whole).hasSizeGreaterThan(10);
        AtomicInteger asked = new AtomicInteger();
        run("counted", () -> {
            asked.incrementAndGet();
            return false;
        });
        for (int at = 1; at < asked.get(); at += Math.max(1, asked.get() / 12)) {
            String name = "stopped-" + at;
            AtomicInteger left = new AtomicInteger(at);
            assertThatThrownBy(() -> run(name, () -> left.decrementAndGet() < 0)).as("stopped at question %d of %d", at, asked.get())
                .isInstanceOf(StoppedException.class);
            run(name, StopSignal.none());
            assertThat(results(name)).as("stopped at question %d", at).isEqualTo(whole);
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeItRuns() {
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of("model=" + model)).validate()).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("prompts");
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of("preference.train=all")).validate()).hasMessageContaining("arms[2]").hasMessageContaining("best and a worst");
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of("arms=[{name: a, method: dop}]")).validate()).hasMessageContaining("did you mean 'dpo'");
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of("arms=[{name: a, method: dpo, options: {bta: 1}}]")).validate())
            .hasMessageContaining("did you mean 'beta'");
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of("arms=[{name: a, method: dpo, options: {beta: much}}]")).validate())
            .hasMessageContaining("beta is much");
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of("ronds=3")).validate()).hasMessageContaining("rounds");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sampling.top_p=0 | sampling: top-p is 0.0", "sampling.temperature=0 | sampling.temperature", "training.learning_rate=0 | the learning rate is 0",
        "arms=[] | arms: expected at least one", "seeds=[] | seeds: expected at least one", "judge=longr | did you mean 'longer'",
        "preference.train=all -> preference.target=hard | target is HARD", "preference.max_length=100000 | the model's context holds 256",
        "preference.max_length=64 -> preference.max_prompt_length=64 | prompts may keep 64 of 64", "judge_options={rnker: first} | did you mean 'ranker'"})
    void mistakesShowBeforeAnythingIsLoaded(String line) {
        String[] parts = line.split(" \\| ");
        assertThatThrownBy(() -> RecipeLoader.load("sppo", List.of(parts[0].split(" -> "))).validate()).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining(parts[1]);
    }

    @Test
    void aModelJudgesByItsOptionsOnRowsOfAPreferenceFile() throws Exception {
        Path rows = temp.resolve("pairs.jsonl");
        Files.write(rows, IntStream.range(0, 40).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"chosen\": \"a\", \"rejected\": \"b\"}").toList());
        ObjectNode summary = run("likely", StopSignal.none(), "judge=likelihood", "judge_options={model: '" + model + "'}", "prompts=" + rows, "rounds=1",
            "arms=[{name: sppo}]", "training.stop_after_epochs=1", "training.schedule_epochs=1");
        assertThat(summary.path("claims").size()).isPositive();
        assertThat(MetricTable.read(temp.resolve("likely/metrics.jsonl")).series("evaluation").where("arm", "sppo").rows()).hasSize(1);
    }

    @Test
    void aFolderOfShardsIsAlignedAsOneFileIs() throws Exception {
        run("one", StopSignal.none(), "rounds=1", "arms=[{name: sppo}]");
        shard(model);
        run("shards", StopSignal.none(), "rounds=1", "arms=[{name: sppo}]");
        assertThat(Files.readString(temp.resolve("shards/metrics.jsonl"))).isEqualTo(Files.readString(temp.resolve("one/metrics.jsonl")));
    }

    @Test
    void anotherFileOfTheSameNameIsRefused() throws Exception {
        AtomicInteger left = new AtomicInteger(4);
        assertThatThrownBy(() -> run("changed", () -> left.decrementAndGet() < 0, "rounds=1")).isInstanceOf(StoppedException.class);
        String old = Files.readString(prompts);
        Files.writeString(prompts, old.replace("say", "tell"));
        assertThatThrownBy(() -> run("changed", StopSignal.none(), "rounds=1")).hasMessageContaining("another prompts than there is now");
        Files.writeString(prompts, old);
        run("changed", StopSignal.none(), "rounds=1");
        Files.writeString(prompts, old.replace("say", "tell"));
        assertThatThrownBy(() -> run("changed", StopSignal.none(), "rounds=1")).as("a finished run is no answer either").hasMessageContaining("another prompts");
    }

    /** The base stands behind every stage of every arm under every seed; it is read once. */
    @Test
    void theBaseIsHashedOnce() throws Exception {
        AtomicInteger messages = new AtomicInteger();
        Listener console = event -> {
            if (event instanceof Event.StageEnded) {
                write(model.resolve("note.txt"), Integer.toString(messages.incrementAndGet()));
            }
        };
        run("run", console, StopSignal.none(), List.of("seeds=[0, 1]", "rounds=1", "training.stop_after_epochs=1", "training.schedule_epochs=1"));
        assertThat(messages.get()).isGreaterThan(10);
        String once = Json.object(temp.resolve("run/provenance.json")).path("inputs").path("model").stringValue();
        int named = 0;
        try (var stages = Files.list(temp.resolve("run/stages"))) {
            for (Path stage : stages.toList()) {
                JsonNode inputs = Json.object(stage.resolve("stage.json")).path("inputs");
                for (String name : List.of("model", "policy")) {
                    if (inputs.has(name)) {
                        assertThat(inputs.path(name).stringValue()).as("%s of %s", name, stage).isEqualTo(once);
                        named++;
                    }
                }
            }
        }
        assertThat(named).isGreaterThan(12);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void adaptersTrainOnRecomputedActivationsAndAreMerged() throws Exception {
        run("lora", StopSignal.none(), "rounds=1", "arms=[{name: sppo}]", "training.lora={r: 4, target_modules: [q_proj, v_proj, down_proj]}",
            "training.activation_checkpointing=true", "training.learning_rate=5e-2");
        Path trained;
        try (var stages = Files.list(temp.resolve("lora/stages"))) {
            trained = stages.filter(p -> p.toString().endsWith("train")).findFirst().orElseThrow();
        }
        assertThat(trained.resolve("adapter/adapter_model.safetensors")).exists();
        assertThat(trained.resolve("model/tokenizer.json")).exists();
        MetricTable training = MetricTable.read(temp.resolve("lora/metrics.jsonl")).series("training");
        assertThat(training.last("log_ratio/chosen") - training.last("log_ratio/rejected")).as("the adapter moved").isGreaterThan(0.1);
    }

    @Test
    void theMixtureOfAllRoundsIsMeasured() throws Exception {
        run("mixture", StopSignal.none(), "evaluate_mixture=true", "arms=[{name: sppo}]");
        MetricTable mixture = MetricTable.read(temp.resolve("mixture/metrics.jsonl")).series("mixture");
        assertThat(mixture.last("win_base/judge")).isBetween(0.5, 1.0);
        assertThat(mixture.last("win_last/judge")).isLessThan(0.5);
    }

    @Test
    void aRoundThatLearnsNothingSaysSoAndClaimsNothing() throws Exception {
        List<String> warnings = new ArrayList<>();
        Listener console = event -> {
            if (event instanceof Event.Message m && m.level() == Event.Level.WARNING) {
                warnings.add(m.text());
            }
        };
        ObjectNode summary = run("still", console, StopSignal.none(), List.of("rounds=1", "arms=[{name: sppo}]", "training.batch_size=64",
            "training.stop_after_epochs=1", "training.schedule_epochs=1"));
        assertThat(warnings).anySatisfy(w -> assertThat(w).contains("learning rate is 0 in all 1 updates"));
        summary.path("claims").forEach(claim -> assertThat(claim.path("holds").asBoolean(false)).as(claim.path("claim").asString()).isFalse());
    }

    @Test
    void armsWithTheSameSettingsAreTheSameWhateverStandsBeforeThem() throws Exception {
        String exact = "preference.baseline=partition";
        run("alone", StopSignal.none(), "rounds=1", exact, "arms=[{name: a, eta: 5}]");
        run("second", StopSignal.none(), "rounds=1", exact, "arms=[{name: b, eta: 20}, {name: a, eta: 5}]");
        MetricTable alone = MetricTable.read(temp.resolve("alone/metrics.jsonl")).series("training").where("arm", "a");
        MetricTable second = MetricTable.read(temp.resolve("second/metrics.jsonl")).series("training").where("arm", "a");
        assertThat(second.last("log_ratio/chosen")).isEqualTo(alone.last("log_ratio/chosen")).isNotZero();
    }

    @Test
    void answersThatDoNotFitAreDroppedAndPromptsThatDoNotAreNamed() throws Exception {
        run("cut", StopSignal.none(), "rounds=1", "preference.max_length=16", "preference.max_prompt_length=10", "arms=[{name: sppo}]");
        MetricTable pairs = MetricTable.read(temp.resolve("cut/metrics.jsonl")).series("pairs");
        assertThat(pairs.last("cut")).isPositive();
        assertThat(pairs.last("cut") + pairs.last("pairs") + pairs.last("ties") + pairs.last("same_text")).isEqualTo(12);
        run("kept", StopSignal.none(), "rounds=1", "preference.max_length=16", "preference.max_prompt_length=10", "preference.truncation=released",
            "arms=[{name: sppo}]");
        assertThat(MetricTable.read(temp.resolve("kept/metrics.jsonl")).series("pairs").last("cut")).isZero();
        Files.writeString(prompts, "say " + "word ".repeat(100) + System.lineSeparator() + Files.readString(prompts));
        assertThatThrownBy(() -> run("long", StopSignal.none(), "rounds=2", "prompts_per_round=12", "evaluation_prompts=9"))
            .hasMessageContaining("prompts.txt: line 1").hasMessageContaining("the model's context");
    }

    private ObjectNode run(String name, StopSignal stop, String... more) throws Exception {
        return run(name, Listener.none(), stop, List.of(more));
    }

    private ObjectNode run(String name, Listener console, StopSignal stop, List<String> more) throws Exception {
        List<String> overrides = new ArrayList<>(List.of("model=" + model, "prompts=" + prompts, "judge=letters", "rounds=2", "samples=4",
            "prompts_per_round=12", "evaluation_prompts=8", "fresh_prompts=8", "sampling.max_new_tokens=8", "training.batch_size=4",
            "training.learning_rate=2e-2", "training.stop_after_epochs=6", "training.schedule_epochs=6",
            "arms=[{name: sppo}, {name: dpo, method: dpo, options: {beta: 0.1}}]"));
        overrides.addAll(more);
        return RecipeRun.run(RecipeLoader.load("sppo", overrides), temp.resolve(name), false, "test", Map.of(), console, stop);
    }

    /** The same weights in two files and an index. */
    private static void shard(Path folder) throws Exception {
        Path whole = folder.resolve("model.safetensors");
        ObjectNode index = Json.object();
        ObjectNode map = index.putObject("weight_map");
        try (Scope scope = Scope.open(); SafetensorsFile file = SafetensorsFile.open(whole)) {
            List<String> names = new ArrayList<>(file.entries().keySet());
            for (int shard = 0; shard < 2; shard++) {
                String name = "model-0000" + (shard + 1) + "-of-00002.safetensors";
                List<String> part = names.subList(shard * names.size() / 2, (shard + 1) * names.size() / 2);
                part.forEach(n -> map.put(n, name));
                Map<String, Tensor> tensors = new LinkedHashMap<>();
                part.forEach(n -> tensors.put(n, file.read(n)));
                SafetensorsWriter.write(folder.resolve(name), tensors, Map.of("format", "pt"));
            }
        }
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.toString());
        Files.delete(whole);
    }

    /** Metrics and weights. */
    private Map<String, String> results(String name) throws Exception {
        Map<String, String> out = new LinkedHashMap<>();
        out.put("metrics", Files.readString(temp.resolve(name).resolve("metrics.jsonl")));
        try (var files = Files.walk(temp.resolve(name).resolve("stages"))) {
            for (Path file : files.filter(Files::isRegularFile).filter(f -> !f.getFileName().toString().equals("stage.json")).sorted().toList()) {
                out.put(temp.resolve(name).relativize(file).toString(), java.util.Arrays.hashCode(Files.readAllBytes(file)) + "");
            }
        }
        return out;
    }
}
