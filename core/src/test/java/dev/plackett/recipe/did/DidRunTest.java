package dev.plackett.recipe.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.io.Json;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The experiments, shortened. */
class DidRunTest {

    private static final List<String> SHORT = List.of("seeds=[0, 1]", "experiments=[R1, R2, R3, R4, R8, counter-examples]", "tabular.vocabulary=8", "tabular.steps=300", "tabular.pairs=[300, 30000]");

    @TempDir
    Path temp;

    /** R1 and R3 by their own criteria at fewer steps; R4 and R8 follow from them. */
    @Test
    void theCriteriaHoldOnASmallerSpace() throws Exception {
        ObjectNode summary = run("run", StopSignal.none(), "tabular.steps=1000");
        List<JsonNode> claims = StreamSupport.stream(summary.path("claims").spliterator(), false).toList();
        assertThat(claims).hasSizeGreaterThan(25);
        assertThat(claim(claims, "R1", "DPO reaches").path("value").doubleValue()).isLessThan(1e-6);
        assertThat(claim(claims, "R1", "only the log-ratio").path("holds").asBoolean()).isTrue();
        assertThat(claim(claims, "R1", "every objective without").path("holds").asBoolean()).isTrue();
        assertThat(claim(claims, "R3", "with rejected responses from the closed form").path("holds").asBoolean()).isTrue();
        assertThat(claim(claims, "R3", "DPO ends where").path("holds").asBoolean()).isTrue();
        assertThat(claim(claims, "R3", "with rejected responses from the reference nothing").path("value").doubleValue()).isCloseTo(0, within(1e-12));
        assertThat(claim(claims, "R4", "DPO's slope is beta").path("value").doubleValue()).isLessThan(1e-3);
        assertThat(claim(claims, "R8", "a tenth").path("holds").asBoolean()).isTrue();
        assertThat(claim(claims, "R8", "with wrong-order").path("holds").asBoolean()).isTrue();
        assertThat(claims).filteredOn(c -> c.path("claim").asString().startsWith("R")).as("two seeds of five").allMatch(
            c -> c.path("claim").asString().contains("indication (2 of 5 seeds)"));
        JsonNode entropy = claim(claims, "counter-examples", "the same on every reference");
        assertThat(entropy.path("holds").asBoolean(true)).as("refuted by a counter-example").isFalse();
        assertThat(entropy.path("value").doubleValue()).isCloseTo(1.751409 - 1.769219, within(2e-6));
        assertThat(claim(claims, "counter-examples", "smoothing by").path("value").doubleValue()).isCloseTo(2.033644 - 1.925377, within(2e-6));
        assertThat(claim(claims, "counter-examples", "the overlap index").path("value").doubleValue()).isZero();
        assertThat(claim(claims, "counter-examples", "with off-policy").path("value").doubleValue()).isCloseTo(-0.600621, within(1e-6));
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("R1: Where objectives end", "R4: Power law", "indication");
    }

    @Test
    void stoppedAnywhereItGoesOnToTheSameBits() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        run("whole", () -> {
            asked.incrementAndGet();
            return false;
        });
        String whole = Files.readString(temp.resolve("whole/metrics.jsonl"));
        String claims = claims("whole");
        for (int at : new int[] {1, asked.get() / 2, asked.get() - 3}) {
            AtomicInteger left = new AtomicInteger(at);
            assertThatThrownBy(() -> run("stopped-" + at, () -> left.decrementAndGet() < 0)).isInstanceOf(StoppedException.class);
            run("stopped-" + at, StopSignal.none());
            assertThat(Files.readString(temp.resolve("stopped-" + at + "/metrics.jsonl"))).as("stopped at question %d of %d", at, asked.get()).isEqualTo(whole);
            assertThat(claims("stopped-" + at)).isEqualTo(claims);
        }
    }

    @Test
    void anObjectiveOfTheUsersStandsBesideTheOthers() throws Exception {
        run("own", StopSignal.none(), "experiments=[R1, R4]", "tabular.objectives=[{name: mine, method: dpo, options: {beta: 1}}]");
        MetricTable rows = MetricTable.read(temp.resolve("own/metrics.jsonl"));
        MetricTable ends = rows.series("did/objectives");
        assertThat(ends.where("method", "mine").column("js")).containsExactly(ends.where("method", "DPO").column("js"));
        assertThat(rows.series("did/power-law").where("method", "mine").rows()).hasSize(2);
        assertThat(rows.series("did/samples").rows()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiments=[R11] | did you mean 'R10'", "experiments=[R4] | ask for both", "seeds=[] | at least one", "tabular.pairs=[100, 10] | ascending",
        "tabular.betas=[] | at least one", "tabular.objectives=[{name: DPO, method: dpo}] | 'DPO' is taken",
        "tabular.objectives=[{name: a, method: aot}] | no form on a table", "tabular.objectives=[{name: a, method: dop}] | did you mean 'dpo'",
        "tabular.objectives=[{name: a, method: sppo}] | which a table has not"})
    void mistakesShowBeforeAnythingRuns(String line) {
        String[] parts = line.split(" \\| ");
        assertThatThrownBy(() -> RecipeLoader.load("did", List.of(parts[0])).validate()).isInstanceOf(InvalidConfigException.class).hasMessageContaining(parts[1]);
    }

    @Test
    void theWholeProtocolIsARecipe() {
        assertThat(RecipeLoader.load("did-full", List.of()).validate()).isEmpty();
    }

    private String claims(String name) throws Exception {
        return Json.object(temp.resolve(name + "/summary.json")).path("claims").toString();
    }

    private static JsonNode claim(List<JsonNode> claims, String experiment, String begins) {
        return claims.stream().filter(c -> c.path("claim").asString().startsWith(experiment + ": "))
            .filter(c -> c.path("claim").asString().replaceAll("^[^:]*: (indication [^:]*: )?", "").startsWith(begins)).findFirst().orElseThrow();
    }

    private ObjectNode run(String name, StopSignal stop, String... settings) throws Exception {
        List<String> all = new ArrayList<>(SHORT);
        all.addAll(List.of(settings));
        return RecipeRun.run(RecipeLoader.load("did", all), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
    }
}
