package dev.plackett.recipe.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.event.Event;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.io.FormatException;
import dev.plackett.io.JsonLines;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricRow;
import dev.plackett.report.MetricTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A user's prompts or candidates, tiny models, and pairs that a training reads. */
class PairsRunTest {

    @TempDir
    Path temp;
    private Path reference;
    private Path target;
    private final List<String> said = new ArrayList<>();

    @BeforeEach
    void models() {
        reference = TinyModel.write(temp.resolve("reference"));
        target = TinyModel.write(temp.resolve("target"), 2);
    }

    private Path file(String name, List<String> rows) throws Exception {
        return Files.write(temp.resolve(name), rows);
    }

    /** Prompts whose candidates are numbered, with their numbers as rewards. */
    private Path candidates(int prompts, int k) throws Exception {
        return file("candidates.jsonl", IntStream.range(0, prompts).mapToObj(p -> "{\"prompt\": \"say " + p + "\", \"candidates\": "
            + IntStream.range(0, k).mapToObj(i -> "\" word" + i + "\"").toList() + ", \"rewards\": " + IntStream.range(0, k).boxed().toList() + "}").toList());
    }

    private Path prompts(int n) throws Exception {
        return file("prompts.jsonl", IntStream.range(0, n).mapToObj(p -> "{\"prompt\": \"say word " + p + " \"}").toList());
    }

    /** Rewards of a file need no model; what comes out trains as it is. */
    @Test
    void pairsByRewardsTrain() throws Exception {
        Path data = candidates(40, 16);
        run("run", "data=" + data, "beta=0.1", "reward_temperature=0.5", "pairs_per_prompt=2");
        Path pairs = temp.resolve("run/pairs.jsonl");
        List<ObjectNode> rows = JsonLines.read(pairs);
        assertThat(rows).hasSize(80);
        for (ObjectNode row : rows) {
            assertThat(row.get("prompt").stringValue()).isEqualTo("say " + (row.get("line").intValue() - 1));
            assertThat(row.get("ess").doubleValue()).isBetween(3.0, 14.0);
            assertThat(row.get("margin").doubleValue()).isCloseTo(0.2 * (number(row, "chosen") - number(row, "rejected")), within(1e-9));
        }
        MetricRow counts = metrics("run").series("pairs").rows().get(0);
        assertThat(counts.number("wrong")).as("pairs in the wrong order stay").isEqualTo(rows.stream().filter(r -> number(r, "chosen") < number(r, "rejected"))
            .count()).isGreaterThan(3);
        assertThat(counts.number("right")).isGreaterThan(counts.number("wrong"));
        assertThat(metrics("run").series("prompts").column("ess")).hasSize(40);
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Effective sample size by prompt", "run preference", "options.beta=0.1");
        RecipeRun.run(RecipeLoader.load("preference", List.of("model=" + reference, "data=" + pairs, "training.num_train_epochs=1", "watched.pairs=0")),
            temp.resolve("trained"), false, "test", Map.of(), Listener.none(), StopSignal.none());
        assertThat(metrics("trained").series("rows").last("bad")).isZero();
        assertThat(metrics("trained").series("rows").last("train") + metrics("trained").series("rows").last("held_out")).isGreaterThan(60);
    }

    private static int number(ObjectNode row, String column) {
        return Integer.parseInt(row.get(column).stringValue().substring(5));
    }

    @Test
    void answersAreSampledAndScoredByBothModelsAndAStoppedRunGoesOnToTheSame() throws Exception {
        Path data = prompts(70);
        String[] settings = {"data=" + data, "mode=target", "target=" + target, "beta=1"};
        run("whole", settings);
        List<ObjectNode> rows = JsonLines.read(temp.resolve("whole/pairs.jsonl"));
        assertThat(rows).hasSizeBetween(60, 70).allMatch(r -> r.get("ess").doubleValue() >= 2.999);
        assertThat(metrics("whole").series("pairs").last("right")).isPositive();
        int stops = 0;
        boolean done = false;
        for (int patience = 5; !done; patience += 2) {
            int[] left = {patience};
            try {
                run("parts", () -> left[0]-- <= 0, settings);
                done = true;
            } catch (StoppedException e) {
                stops++;
            }
        }
        assertThat(stops).isGreaterThan(2);
        assertThat(temp.resolve("parts/pairs.jsonl")).hasSameTextualContentAs(temp.resolve("whole/pairs.jsonl"));
    }

    @ParameterizedTest
    @CsvSource({"avoid_displacement, 1.0", "contrastive, 0.1"})
    void bothAnswersAreDrawnAsTheModeSays(String mode, String beta) throws Exception {
        run("run", "data=" + prompts(6), "mode=" + mode, "target=" + target, "pairs_per_prompt=2");
        assertThat(JsonLines.read(temp.resolve("run/pairs.jsonl"))).hasSize(12).allMatch(r -> !r.has("ess") && !r.get("chosen").equals(r.get("rejected")));
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("options.beta=" + beta).doesNotContain("Effective sample size");
        assertThat(metrics("run").series("prompts").column("pairs")).containsOnly(2).hasSize(6);
    }

    @Test
    void aJudgeGivesRewardsAndACoinLabels() throws Exception {
        run("run", "data=" + prompts(20), "mode=label", "judge=longer", "samples=2", "beta=1");
        List<ObjectNode> rows = JsonLines.read(temp.resolve("run/pairs.jsonl"));
        assertThat(rows).hasSize(20).allMatch(r -> !r.has("ess"));
        assertThat(rows.stream().filter(r -> r.get("margin").doubleValue() != 0)).as("a certain judge labels for certain: odds of a million to one")
            .allMatch(r -> r.get("chosen").stringValue().length() > r.get("rejected").stringValue().length());
    }

    @Test
    void promptsWithTooFewEffectiveCandidatesAreCountedOrEndTheRun() throws Exception {
        Path data = file("mixed.jsonl", List.of(row("even", "[0, 0, 0, 0, 0, 0]"), row("peaked", "[0, 0, 0, 0, -99, -99]"),
            row("even again", "[1, 1, 1, 1, 1, 1]")));
        run("run", "data=" + data);
        assertThat(JsonLines.read(temp.resolve("run/pairs.jsonl"))).extracting(r -> r.get("line").intValue()).containsExactly(1, 3);
        assertThat(metrics("run").series("prompts").column("refused")).containsExactly(0, 1, 0);
        assertThat(said).anyMatch(s -> s.contains("mixed.jsonl: line 2: the effective number of candidates is"));
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("1 of 3 prompts were refused");
        assertThatThrownBy(() -> run("strict", "data=" + data, "too_few=error")).isInstanceOf(FormatException.class)
            .hasMessageContaining("mixed.jsonl: line 2: the effective number of candidates is");
        Path none = file("none.jsonl", List.of(row("peaked", "[0, 0, 0, 0, -99, -99]")));
        assertThatThrownBy(() -> run("none", "data=" + none)).hasMessageContaining("not one of 1 prompts");
    }

    private static String row(String prompt, String rewards) {
        return "{\"prompt\": \"" + prompt + "\", \"candidates\": [\" a\", \" b\", \" c\", \" d\", \" e\", \" f\"], \"rewards\": " + rewards + "}";
    }

    @Test
    void badRowsAreNamedOrPassedOver() throws Exception {
        String good = row("p", "[0, 0, 0, 0, 0, 0]");
        Path missing = file("missing.jsonl", List.of(good, row("p", "null")));
        assertThatThrownBy(() -> run("a", "data=" + missing)).isInstanceOf(FormatException.class)
            .hasMessageContaining("missing.jsonl: line 2: column 'rewards': is missing");
        Path few = file("few.jsonl", List.of(good, row("p", "[1, 2]")));
        assertThatThrownBy(() -> run("b", "data=" + few)).hasMessageContaining("few.jsonl: line 2: column 'rewards': expected 6 numbers");
        Path text = file("text.jsonl", List.of(row("p", "[0, 0, 0, 0, 0, \"x\"]")));
        assertThatThrownBy(() -> run("c", "data=" + text)).hasMessageContaining("text.jsonl: line 1: column 'rewards': expected a number");
        run("d", "data=" + missing, "skip_bad_rows=true");
        assertThat(metrics("d").series("rows").last("bad")).isEqualTo(1);
        Path longer = file("long.jsonl", List.of("{\"prompt\": \"say 1\"}",
            "{\"prompt\": \"" + "say 0123456789 ".repeat(20) + "\"}"));
        assertThatThrownBy(() -> run("e", "data=" + longer, "mode=avoid_displacement", "target=" + target)).isInstanceOf(FormatException.class)
            .hasMessageContaining("long.jsonl: line 2: column 'prompt': has ").hasMessageContaining("context holds 64");
        assertThatThrownBy(() -> run("f", "data=" + prompts(2))).isInstanceOf(FormatException.class)
            .hasMessageContaining("mode 'reward' needs rows of prompt, candidates");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mode=target|target: mode 'target' needs a target model", "target=embedded|did you mean mode=target?",
        "mode=avoid_displacement,target=embedded,beta=0.5|beta: mode 'avoid_displacement' has the target as DPO's optimum at beta 1 alone",
        "mode=contrastive,target=embedded,temperature=0.7|temperature: mode 'contrastive' draws from the models themselves", "beta=0|beta: expected a number above 0",
        "samples=3|samples: mode 'reward' needs at least 4 answers", "judge=longr|no judge of that name; did you mean 'longer'?"})
    void whatMakesNoSenseIsRefusedBeforeTheRun(String given) {
        String[] parts = given.split("\\|");
        assertThatThrownBy(() -> run("run", parts[0].split(","))).isInstanceOf(InvalidConfigException.class).hasMessageContaining(parts[1]);
        assertThat(temp.resolve("run")).doesNotExist();
    }

    private MetricTable metrics(String name) {
        return MetricTable.read(temp.resolve(name).resolve("metrics.jsonl"));
    }

    private ObjectNode run(String name, String... more) throws Exception {
        return run(name, StopSignal.none(), more);
    }

    private ObjectNode run(String name, StopSignal stop, String... more) throws Exception {
        Map<String, String> settings = Arrays.stream(more).collect(Collectors.toMap(s -> s.substring(0, s.indexOf('=')), s -> s));
        settings.putIfAbsent("reference", "reference=" + reference);
        settings.putIfAbsent("max_new_tokens", "max_new_tokens=6");
        settings.putIfAbsent("precision", "precision=float32");
        Listener console = event -> {
            if (event instanceof Event.Message message) {
                said.add(message.text());
            }
        };
        return RecipeRun.run(RecipeLoader.load("pairs", List.copyOf(settings.values())), temp.resolve(name), false, "test", Map.of(), console, stop);
    }
}
