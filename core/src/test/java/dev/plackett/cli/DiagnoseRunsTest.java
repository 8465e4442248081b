package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.io.Json;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code diagnose} on the folders of runs and on their checkpoints. */
class DiagnoseRunsTest {

    private static final String STAGE = "stages/002-train";

    @TempDir
    Path temp;
    private Path model;
    private Path pairs;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;

    @BeforeEach
    void files() throws IOException {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        model = TinyModel.write(temp.resolve("model"));
        pairs = Files.write(temp.resolve("pairs.jsonl"), IntStream.range(0, 32).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"chosen\": \" letters"
            + "abc".charAt(i % 3) + "\", \"rejected\": \" " + i + "7\"}").toList());
    }

    @AfterEach
    void restore() {
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    /** Half of a training at a constant rate is a training of half the length: the checkpoint there is the other one's model. */
    @ParameterizedTest
    @ValueSource(strings = {"{r: 0}", "{r: 4}"})
    void aCheckpointIsTheModelThatTheTrainingHadThen(String lora) throws Exception {
        run("half", Listener.none(), StopSignal.none(), "training.num_train_epochs=1", "training.lora=" + lora);
        run("whole", Listener.none(), StopSignal.none(), "training.num_train_epochs=2", "training.lora=" + lora, "training.save_steps=2", "training.save_total_limit=2");
        Path kept = temp.resolve("whole").resolve(STAGE).resolve("checkpoints");
        assertThat(Files.list(kept).map(p -> p.getFileName().toString())).as("the newest two; the eighth update ends it").containsExactlyInAnyOrder("step-4", "step-6");
        assertThat(temp.resolve("half").resolve(STAGE).resolve("checkpoints")).doesNotExist();
        JsonNode report = diagnose(temp.resolve("half"), "--checkpoints", kept.resolve("step-4").toString(), kept.resolve("step-6").toString(),
            temp.resolve("whole").toString());
        JsonNode half = report.path("change").path("train");
        List<JsonNode> series = report.path("checkpoints").valueStream().map(c -> c.path("change")).toList();
        double tolerance = lora.contains("4") ? 1e-3 : 0;
        for (String answer : List.of("chosen", "rejected")) {
            assertThat(series.get(0).path("train").path(answer).path("value").doubleValue()).isNotZero()
                .isCloseTo(half.path(answer).path("value").doubleValue(), within(tolerance));
        }
        assertThat(series.get(0).path("forward_kl").path("mean").doubleValue())
            .isCloseTo(report.path("change").path("forward_kl").path("mean").doubleValue(), within(tolerance));
        assertThat(series.stream().map(c -> c.path("train").path("margin").path("value").doubleValue())).as("in the order of training").isSorted();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("step-4", "step-6");
    }

    @Test
    void aRunThatWasStoppedStandsForItsLastCheckpoint() throws Exception {
        AtomicBoolean third = new AtomicBoolean();
        Listener listener = e -> third.compareAndSet(false, e instanceof Event.Metrics m && m.series().equals("train") && m.labels().get("step").equals(3L));
        assertThatThrownBy(() -> run("stopped", listener, third::get, "training.num_train_epochs=2")).isInstanceOf(StoppedException.class);
        JsonNode stopped = diagnose(temp.resolve("stopped"));
        assertThat(stopped.path("unmoved").booleanValue()).isFalse();
        Path checkpoint = temp.resolve("stopped").resolve(STAGE + ".partial").resolve("checkpoints/step-3");
        JsonNode named = diagnose(checkpoint);
        assertThat(named.path("change")).isEqualTo(stopped.path("change"));
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("policy step-3");
        err.reset();
        refused("is a checkpoint, expected the folder of a whole model or of a run that has ended", "--reference", temp.resolve("stopped").toString());
        Path elsewhere = Files.createDirectories(temp.resolve("elsewhere"));
        for (String file : List.of("state.json", "state.safetensors")) {
            Files.copy(checkpoint.resolve(file), elsewhere.resolve(file));
        }
        refused("is a checkpoint outside of its run folder", "--reference", model.toString(), "--policy", elsewhere.toString());
    }

    @Test
    void aRunThatEndedStandsForItsModelAsReferenceToo() throws Exception {
        run("first", Listener.none(), StopSignal.none(), "training.num_train_epochs=1");
        JsonNode report = diagnose(temp.resolve("first").resolve(STAGE).resolve("model"), "--reference", temp.resolve("first").toString());
        assertThat(report.path("unmoved").booleanValue()).isTrue();
        assertThat(report.path("reference").stringValue()).isEqualTo(temp.resolve("first").toString());
    }

    @Test
    void runsWithoutAModelAreNamed() throws Exception {
        assertThatThrownBy(() -> run("begun", Listener.none(), () -> true)).isInstanceOf(StoppedException.class);
        refused("--policy: is a run that has not ended and has no checkpoint yet", "--reference", model.toString(), "--policy", temp.resolve("begun").toString());
        Path other = Files.createDirectories(temp.resolve("other"));
        Files.writeString(other.resolve("config.yaml"), "recipe: did\n");
        Files.writeString(other.resolve("summary.json"), "{\"recipe\": \"did\"}");
        refused("--policy: is a run that made no model", "--reference", model.toString(), "--policy", other.toString());
        Path checkpoint = Files.createDirectories(other.resolve("stages/000-train/checkpoints/step-1"));
        Files.writeString(checkpoint.resolve("state.json"), "{}");
        Files.writeString(checkpoint.resolve("state.safetensors"), "");
        refused("is a checkpoint of 'run did'; only those of preference and sft can be opened", "--reference", model.toString(), "--policy", checkpoint.toString());
    }

    /** What the page gives to try, with a tiny model in the embedded one's place; what is said has the headings that the page shows. */
    @Test
    void theExampleOnThePageRuns() throws Exception {
        Path root = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath().getParent();
        String page = Files.readString(root.resolve("docs/diagnose.md"));
        Path small = TinyModel.write(temp.resolve("small"), 1, 512);
        List<String[]> commands = page.lines().filter(l -> l.startsWith("./plackett run preference ") || l.startsWith("./plackett diagnose --reference runs/"))
            .map(l -> l.replace("./plackett ", "").replace("examples/", root + "/examples/").replace("runs/preference/inputs/base", small.toString())
                .replace("runs/preference", temp.resolve("run").toString()).replace("runs/other", temp.resolve("other").toString()).split(" ")).toList();
        assertThat(commands).as("a training and what is said about it").hasSizeGreaterThan(1).extracting(c -> c[0]).contains("run", "diagnose");
        for (String[] command : commands) {
            List<String> args = new ArrayList<>(List.of(command));
            args.addAll(command[0].equals("run") ? List.of("--set", "model=" + small)
                : List.of("--samples", "4", "--max-new", "16", "--out", temp.resolve("out").toString()));
            if (command[0].equals("run") && !args.contains("--out")) {
                args.addAll(List.of("--out", temp.resolve("run").toString()));
            }
            out.reset();
            assertThat(Main.execute(args.toArray(String[]::new))).as(String.join(" ", args) + "\n" + err).isZero();
        }
        assertThat(temp.resolve("out/report.html")).exists();
        List<String> headings = out.toString(StandardCharsets.UTF_8).lines().filter(l -> l.matches("[A-Z][a-z, ]+")).toList();
        assertThat(headings).contains("In short", "What moved", "Which pairs").allSatisfy(heading -> assertThat(page).contains("\n" + heading + "\n"));
    }

    private void refused(String message, String... more) {
        List<String> args = new ArrayList<>(List.of("diagnose", "--data", pairs.toString(), "--out", temp.resolve("out").toString()));
        args.addAll(List.of(more));
        assertThat(Main.execute(args.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).doesNotContain("\tat ");
        err.reset();
    }

    private JsonNode diagnose(Path policy, String... more) {
        List<String> args = new ArrayList<>(List.of("diagnose", "--policy", policy.toString(), "--data", pairs.toString(), "--samples", "4", "--max-new", "8", "--out",
            temp.resolve("out").toString()));
        args.addAll(List.of(more));
        if (!args.contains("--reference")) {
            args.addAll(List.of("--reference", model.toString()));
        }
        assertThat(Main.execute(args.toArray(String[]::new))).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return Json.object(temp.resolve("out/report.json"));
    }

    private void run(String name, Listener listener, StopSignal stop, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("model=" + model, "data=" + pairs, "training.learning_rate=5e-3", "training.batch_size=8", "held_out=0",
            "training.lr_scheduler_type=constant", "training.warmup_ratio=0"));
        settings.addAll(List.of(more));
        RecipeRun.run(RecipeLoader.load("preference", settings), temp.resolve(name), false, "test", Map.of(), listener, stop);
    }
}
