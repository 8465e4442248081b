package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.objective.Needs;
import dev.plackett.objective.ObjectiveProvider;
import dev.plackett.objective.PromptPartition;
import dev.plackett.objective.Unit;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code run preference} with every objective there is, each on rows of its own kind, and with what changes an update from outside. */
class ObjectivesRunTest {

    private static final Map<Unit, IntFunction<String>> ROWS = Map.of(
        Unit.PAIR, i -> "{\"prompt\": \"say " + i + "\", \"chosen\": \" word" + i % 3 + "\", \"rejected\": \" " + i + "7 no\"}",
        Unit.LABELLED, i -> "{\"prompt\": \"say " + i + "\", \"completion\": \" " + (i % 2 == 0 ? "word" : i + "7") + "\", \"label\": " + (i % 2 == 0) + "}",
        Unit.GROUP, i -> "{\"prompt\": \"say " + i + "\", \"candidates\": [\" " + i + "7\", \" word\", \" no\"], \"rewards\": [0, 1.5, 1]}");

    @TempDir
    Path temp;
    private Path model;
    private Path data;

    @BeforeEach
    void writeModel() throws Exception {
        model = TinyModel.write(temp.resolve("model"));
        data = temp.resolve("data.jsonl");
    }

    /** Names of all objectives that ship; SPPO with the labels that a file of pairs has. */
    static Stream<String> names() {
        return ObjectiveProvider.all().stream().map(ObjectiveProvider::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyObjectiveTrains(String name) throws Exception {
        Needs needs = ObjectiveProvider.named(name).create(Map.of()).needs();
        MetricTable metrics = run("run", needs.unit() == Unit.EXAMPLE ? Unit.PAIR : needs.unit(), "objective=" + name,
            name.equals("sppo") ? "options={target: hard, eta: 10}" : "options={}");
        double[] loss = metrics.series("evaluation").column("loss");
        assertThat(loss).hasSize(2);
        assertThat(loss[1]).as("held-out loss after training").isLessThan(loss[0]);
        assertThat(Arrays.stream(metrics.series("train").column("grad_norm")).min().orElseThrow()).isPositive();
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Preference training");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{ld_alpha: 0.5}", "{use_weighting: true}", "{f_divergence_type: forward_kl}",
        "{f_divergence_type: js_divergence, ld_alpha: 0.3, use_weighting: true}"})
    void everyModifierTrains(String options) throws Exception {
        double[] margin = run("run", Unit.PAIR, "objective=dpo", "options=" + options).series("evaluation").column("rewards/margins");
        assertThat(margin[1]).as("a weighted loss may rise with its weights; the margin tells").isGreaterThan(margin[0]);
    }

    /** A label's answer is trained, another row's is only looked at: it belongs to another prompt and to the same side of the split. */
    @Test
    void labelledRowsBorrowAnAnswer() throws Exception {
        run("run", Unit.LABELLED, "objective=kto", "options={}", "held_out=0.3");
        List<TuningRow> rows = TuningRow.read(temp.resolve("run/stages/000-rows/rows.jsonl"));
        assertThat(rows).hasSize(20);
        assertThat(rows).extracting(TuningRow::data).contains(new double[] {1}, new double[] {0});
        for (TuningRow row : rows) {
            assertThat(row.row().branches()).hasSize(2);
            int[] borrowed = row.row().branches().get(1).ids();
            assertThat(rows.stream().filter(r -> r.heldOut() == row.heldOut() && !Arrays.equals(r.row().prefix(), row.row().prefix()))
                .map(r -> r.row().branches().get(0).ids()).anyMatch(ids -> Arrays.equals(ids, borrowed))).isTrue();
        }
        assertThat(MetricTable.read(temp.resolve("run/metrics.jsonl")).series("evaluation").column("kl")[0]).isCloseTo(0, within(1e-6));
    }

    /** What is trained towards rises on both sides of the split; RRHF may raise the worst answer too, by its end token. */
    @ParameterizedTest
    @EnumSource(value = Unit.class, names = {"LABELLED", "GROUP"})
    void labelledAnswersAndGroupsAreFollowedToo(Unit unit) throws Exception {
        String objective = unit == Unit.LABELLED ? "kto" : "rrhf";
        MetricTable moved = run("run", unit, "objective=" + objective, "held_out=0.3", "training.num_train_epochs=8",
            "watched={pairs: 4, prompts: 3, samples: 2}").series("displacement");
        assertThat(moved.rows()).hasSize(2);
        for (String side : List.of("train/", "held_out/")) {
            assertThat(moved.column(side + "chosen")[0]).as("before the first update").isCloseTo(0, within(1e-5));
            assertThat(moved.column(side + "chosen")[1]).isPositive();
            assertThat(moved.column(side + "rejected")[0]).isCloseTo(0, within(1e-5));
        }
        if (unit == Unit.LABELLED) {
            assertThat(moved.column("train/rejected")[1]).isNegative();
        }
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Displacement");
    }

    /** Before anything is trained the rewards tell which beta the answers support; three answers support none. */
    @Test
    void rewardsTellWhichBetaTheySupport() throws Exception {
        MetricTable few = run("few", Unit.GROUP, "objective=pointwise", "options={beta: 0.5, log_z: jackknife}").series("reachable");
        assertThat(few.column("unreachable")).containsExactly(1);
        assertThat(Files.readString(temp.resolve("few/report.html"))).contains("100 % of the prompts have too few answers for any beta");
        Files.write(data, IntStream.range(0, 20).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"candidates\": [\" a\", \" b\", \" c\", \" d\", \" e\", \" f\", \" g\"], "
            + "\"rewards\": [0, 1, 2, 3, 4, 5, 6]}").toList());
        run("enough", StopSignal.none(), "objective=pointwise", "options={beta: 0.5}");
        MetricTable metrics = MetricTable.read(temp.resolve("enough/metrics.jsonl"));
        double beta = metrics.series("reachable").column("beta/90")[0];
        assertThat(PromptPartition.of(new double[] {0, 1, 2, 3, 4, 5, 6}, beta).effective()).isCloseTo(5, within(1e-6));
        assertThat(metrics.series("train").column("partition/reachable")).containsOnly(0);
        assertThat(Files.readString(temp.resolve("enough/report.html"))).contains("Samples and beta");
    }

    /** A prompt's partition function belongs to its row, and comes back with the run. */
    @Test
    void averagesOfPromptsResumeToTheSameBits() throws Exception {
        String[] settings = {"objective=dft", "options={gamma: 0.5}", "training.save_steps=3"};
        AtomicInteger asked = new AtomicInteger();
        write(Unit.PAIR);
        run("whole", () -> asked.incrementAndGet() < 0, settings);
        for (int at = asked.get() / 2; at < asked.get(); at += Math.max(1, asked.get() / 6)) {
            AtomicInteger count = new AtomicInteger();
            int stopAt = at;
            String name = "stopped-" + at;
            assertThatThrownBy(() -> run(name, () -> count.incrementAndGet() >= stopAt, settings)).isInstanceOf(StoppedException.class);
            run(name, StopSignal.none(), settings);
            assertThat(temp.resolve(name).resolve("metrics.jsonl")).hasSameBinaryContentAs(temp.resolve("whole/metrics.jsonl"));
        }
    }

    /** Every update, and with it every change of the reference, stands in the same place however often the run stops. */
    @Test
    void aMovingReferenceAndAProjectionResumeToTheSameBits() throws Exception {
        String[] settings = {"objective=dpo", "options={beta: 0.5}", "training.sync_ref_model=true", "training.ref_model_sync_steps=2", "training.projection=update",
            "training.save_steps=3"};
        AtomicInteger asked = new AtomicInteger();
        write(Unit.PAIR);
        run("whole", () -> asked.incrementAndGet() < 0, settings);
        MetricTable whole = MetricTable.read(temp.resolve("whole/metrics.jsonl"));
        assertThat(whole.series("train").column("reference/updates")).startsWith(0, 0, 1, 1, 2);
        assertThat(whole.series("train").column("projection/applied")).hasSize(10);
        assertThat(temp.resolve("whole/stages/001-train")).as("there is nothing to cache").exists();
        assertThat(Files.readString(temp.resolve("whole/report.html"))).contains(" of 10 updates were projected");
        for (int at = 2; at < asked.get(); at += Math.max(1, asked.get() / 5)) {
            AtomicInteger count = new AtomicInteger();
            int stopAt = at;
            String name = "stopped-" + at;
            assertThatThrownBy(() -> run(name, () -> count.incrementAndGet() >= stopAt, settings)).isInstanceOf(StoppedException.class);
            run(name, StopSignal.none(), settings);
            for (String file : List.of("metrics.jsonl", "stages/001-train/model/model.safetensors")) {
                assertThat(temp.resolve(name).resolve(file)).as("stopped at question %d", at).hasSameBinaryContentAs(temp.resolve("whole").resolve(file));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "objective=simpo training.sync_ref_model=true | simpo reads no reference: there is nothing to follow the policy",
        "objective=dpo training.sync_ref_model=true training.lora={r:4} | the product of mixed factors is not the mixture of products",
        "objective=dpo training.sync_ref_model=true training.lora={r:4} training.ref_model_mixup_alpha=1 reference_model=/a | leave reference_model out",
        "objective=dpo training.sync_ref_model=true training.ref_model_mixup_alpha=0 | at 0 the reference never moves",
        "objective=kto training.projection=gradient | kto is no objective on pairs: there is no chosen answer to protect",
        "objective=simpo options={f_divergence_type:forward_kl} | f_divergence_type has no meaning for simpo",
        "objective=simpo options={ld_alpha:0.5} | ld_alpha has no meaning for simpo",
        "objective=dft options={f_divergence_type:forward_kl} | the reference for what its answers were drawn from",
        "objective=dft options={ld_alpha:0.5} | weighs answers by how they were drawn",
        "objective=aot options={use_weighting:true} | use_weighting has no meaning for aot",
        "objective=sum options={loss_type:[dpo,kto]} | expected losses on pairs",
        "objective=exo options={label_smoothing:0} | the divergence from a certain label is infinite",
        "objective=sppo options={answers:all} | reads [win rate], which answers with rewards do not have"})
    void meaninglessCombinationsAreRefusedWithTheReason(String line) {
        String[] parts = line.split(" \\| ");
        String[] settings = Arrays.stream(parts[0].split(" ")).map(s -> s.replace(":", ": ")).toArray(String[]::new);
        assertThatThrownBy(() -> run("run", StopSignal.none(), settings)).isInstanceOf(InvalidConfigException.class).hasMessageContaining(parts[1]);
    }

    @Test
    void rowsOfAnotherKindAreNamed() throws Exception {
        write(Unit.PAIR);
        assertThatThrownBy(() -> run("kto", StopSignal.none(), "objective=kto")).hasMessageContaining("holds preference")
            .hasMessageContaining("expected labelled answers: rows with completion + label + prompt");
        assertThatThrownBy(() -> run("rrhf", StopSignal.none(), "objective=rrhf")).hasMessageContaining("expected answers with rewards: rows with candidates + prompt");
        Files.writeString(data, "{\"prompt\": \"say\", \"candidates\": [\" a\", \" b\"]}\n");
        assertThatThrownBy(() -> run("rrhf-2", StopSignal.none(), "objective=rrhf")).hasMessageContaining("line 1").hasMessageContaining("column 'rewards'");
        Files.writeString(data, "{\"prompt\": \"say\", \"candidates\": [\" a\", \" b\"], \"rewards\": [1]}\n");
        assertThatThrownBy(() -> run("rrhf-1", StopSignal.none(), "objective=rrhf")).hasMessageContaining("expected 2 numbers as in candidates, found 1");
        Files.writeString(data, "{\"prompt\": \"say\", \"completion\": \" a\", \"label\": true}\n{\"prompt\": \"say\", \"completion\": \" b\", \"label\": false}\n");
        assertThatThrownBy(() -> run("one", StopSignal.none(), "objective=kto", "held_out=0")).hasMessageContaining("two prompts are needed at least");
    }

    private void write(Unit unit) throws Exception {
        Files.write(data, IntStream.range(0, 20).mapToObj(ROWS.get(unit)).toList());
    }

    private MetricTable run(String name, Unit unit, String... settings) throws Exception {
        write(unit);
        run(name, StopSignal.none(), settings);
        return MetricTable.read(temp.resolve(name).resolve("metrics.jsonl"));
    }

    private void run(String name, StopSignal stop, String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("model=" + model, "data=" + data, "training.learning_rate=5e-3", "training.batch_size=4",
            "training.num_train_epochs=2", "training.eval_steps=100", "training.warmup_ratio=0"));
        settings.addAll(List.of(more));
        RecipeRun.run(RecipeLoader.load("preference", settings), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
    }
}
