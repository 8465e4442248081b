package dev.plackett.recipe.did.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CalibrationRunTest {

    private static final List<String> SMALL = List.of("seeds=[0, 1]", "sizes=[30, 300]", "samples=[4, 16, 64]", "pairs=3", "repeats=40", "spreads=[1, 3]");

    @TempDir
    Path temp;

    @Test
    void whatIsKnownOfTheEstimatorsShowsInTheSmallestRun() throws Exception {
        JsonNode summary = run("run", StopSignal.none());
        MetricTable rows = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("did/estimators");
        assertThat(rows.rows()).hasSize(2 * 2 * 2 * 4 * 3);
        for (int size : new int[] {30, 300}) {
            MetricTable of = rows.where("seed", 0L).where("spread", 1.0).where("size", size);
            assertThat(of.column("truth")).as("one exact value whatever the estimator").containsOnly(of.column("truth")[0]);
            assertThat(of.column("truth")[0]).as("near log V less half the variance of the log-ratios").isCloseTo(Math.log(size) - 0.5, within(0.4));
        }
        MetricTable peaked = rows.where("spread", 3.0).where("proposal", "policy");
        assertThat(mean(peaked.where("k", 64), "bias")).as("samples of a peaked policy do not see the DID's mass").isLessThan(-0.2);
        assertThat(mean(peaked.where("k", 64), "coverage")).isLessThan(0.85);
        assertThat(mean(peaked.where("k", 4), "k_set_bias")).as("at most log K").isLessThan(Math.log(4) - mean(peaked, "truth") + 1e-9);
        MetricTable uniform = rows.where("proposal", "uniform").where("k", 64);
        assertThat(Math.abs(mean(uniform, "jackknife_bias"))).isLessThan(0.05);
        assertThat(mean(rows.where("k", 4), "reliable")).as("four samples have at most four effective ones").isZero();
        for (String share : List.of("coverage", "plain_coverage", "reliable", "reliable_held")) {
            assertThat(Arrays.stream(rows.column(share)).boxed()).allSatisfy(p -> assertThat(p).isBetween(0.0, 1.0));
        }
        assertThat(summary.path("claims")).hasSize(8).allSatisfy(claim -> {
            assertThat(claim.path("claim").stringValue()).startsWith("calibration: indication (2 of 5 seeds): ");
            assertThat(Double.isFinite(claim.path("value").doubleValue())).as(claim.toString()).isTrue();
            assertThat(claim.path("evidence").stringValue()).contains("rows series=did/estimators");
        });
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("Bias, spread 1.0", "Bias, spread 3.0", "its 95 % interval holds");
    }

    @Test
    void stoppedBetweenEstimatesItGoesOnToTheSameRows() throws Exception {
        run("whole", StopSignal.none());
        AtomicInteger asked = new AtomicInteger();
        assertThatThrownBy(() -> run("stopped", () -> asked.incrementAndGet() > 70)).isInstanceOf(StoppedException.class);
        run("stopped", StopSignal.none());
        assertThat(temp.resolve("stopped/metrics.jsonl")).hasSameBinaryContentAs(temp.resolve("whole/metrics.jsonl"));
    }

    @Test
    void listsMustAscend() {
        assertThatThrownBy(() -> RecipeLoader.load("did-calibration", List.of("sizes=[300, 30]", "samples=[]")).validate()).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("sizes: expected ascending numbers").hasMessageContaining("samples: expected ascending numbers");
    }

    private static double mean(MetricTable rows, String field) {
        return Arrays.stream(rows.column(field)).average().orElseThrow();
    }

    private JsonNode run(String name, StopSignal stop) throws Exception {
        return RecipeRun.run(RecipeLoader.load("did-calibration", SMALL), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
    }
}
