package dev.plackett.recipe.meco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The experiments with networks, shortened. */
class NetworkExperimentsTest {

    private static final List<String> SHORT = List.of("seeds=[0, 1]", "planar.seeds=1", "planar.sets=[8gaussians, pinwheel]", "planar.steps=60", "planar.points=1000", "planar.widths=[16]",
        "planar.batch=64", "outside.seeds=1", "outside.training=600", "outside.test=100", "outside.components=6", "outside.mixture=3", "outside.rounds=3",
        "outside.widths=[16]", "outside.steps=40", "outside.draws=5000", "outside.classifier=true", "images.seeds=1", "images.training=400", "images.test=64",
        "images.latent=3", "images.hidden=32", "images.epochs=2", "images.widths=[16]", "images.steps=40", "images.proposals=30", "images.draws=5000",
        "images.levels=10", "images.chains=20", "images.classifier_epochs=1");

    @TempDir
    Path temp;

    @Test
    void everyMethodLeavesItsRowAndItsPictures() throws Exception {
        ObjectNode summary = run("run", StopSignal.none(), "experiments=[P1, P2]", "planar.methods=[]", "planar.objectives=[{name: mine, method: nce}]");
        MetricTable rows = MetricTable.read(temp.resolve("run/metrics.jsonl"));
        MetricTable first = rows.series("meco/planar").where("set", "8gaussians");
        assertThat(first.labels("method")).containsExactly("NCE", "eNCE", "MECO", "MECO-centred", "SNIS", "SNL", "PCD", "DSM", "mine");
        assertThat(first.where("method", "mine").column("nll")).as("the same objective by name").containsExactly(first.where("method", "NCE").column("nll"));
        assertThat(rows.series("meco/planar").where("set", "pinwheel").labels("method")).containsExactly("NCE", "MECO");
        assertThat(first.column("diverged")).containsOnly(0);
        assertThat(first.where("method", "PCD").column("updates")).as("an eighth of the updates in equal time").containsExactly(8);
        assertThat(first.where("method", "MECO").last("own_error")).as("log u beside log Z").isLessThan(0.3);
        assertThat(first.where("method", "MECO").last("excess")).as("nearer to the truth than it began").isLessThan(1.4);
        assertThat(rows.series("meco/chasm").rows()).hasSize(6);
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("P1: Densities on the plane", "8gaussians: samples of MECO", "data:image/png;base64,");
        assertThat(summary.path("claims").toString()).contains("P1: indication (1 of 3 seeds): a tie, as expected", "P2: indication (2 of 5 seeds)");
    }

    @Test
    void imagesLeaveTheirRowsAndSheets() throws Exception {
        run("run", StopSignal.none(), "experiments=[O1, I1]");
        MetricTable rows = MetricTable.read(temp.resolve("run/metrics.jsonl"));
        MetricTable outside = rows.series("meco/outside");
        assertThat(outside.labels("method")).containsExactly("q alone", "NCE", "MECO", "classifier");
        assertThat(outside.where("method", "MECO").last("auroc/inverted")).isGreaterThan(0.9);
        assertThat(outside.where("method", "MECO").last("ess")).isGreaterThan(10);
        assertThat(outside.where("method", "classifier").last("auroc")).isBetween(0.3, 1.0);
        MetricTable images = rows.series("meco/images");
        assertThat(images.labels("method")).containsExactlyInAnyOrder("NCE", "MECO", "prior", "reconstructions");
        assertThat(images.where("method", "reconstructions").last("frechet")).isLessThan(images.where("method", "prior").last("frechet"));
        assertThat(images.where("method", "MECO").last("log_z_ais")).isFinite();
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("reconstructions", "the autoencoder&#39;s prior", "AUROC", "class=\"blocky\"");
    }

    @Test
    void stoppedAnywhereItGoesOnToTheSameBits() throws Exception {
        String[] settings = {"experiments=[P1, O1, I1]", "planar.methods=[MECO, PCD]", "planar.sets=[rings]", "outside.classifier=false"};
        AtomicInteger asked = new AtomicInteger();
        run("whole", () -> {
            asked.incrementAndGet();
            return false;
        }, settings);
        String whole = Files.readString(temp.resolve("whole/metrics.jsonl"));
        for (int at : new int[] {30, asked.get() / 3, asked.get() * 2 / 3}) {
            AtomicInteger left = new AtomicInteger(at);
            assertThatThrownBy(() -> run("stopped-" + at, () -> left.decrementAndGet() < 0, settings)).isInstanceOf(StoppedException.class);
            run("stopped-" + at, StopSignal.none(), settings);
            assertThat(Files.readString(temp.resolve("stopped-" + at + "/metrics.jsonl"))).as("stopped at question %d of %d", at, asked.get()).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"planar.sets=[8gausians] | did you mean '8gaussians'", "planar.objectives=[{name: a, method: neco}] | did you mean 'meco'",
        "planar.rates=[] | at least one", "planar.methods=[MEC] | did you mean 'MECO'"})
    void mistakesShowBeforeAnythingRuns(String line) {
        String[] parts = line.split(" \\| ");
        assertThatThrownBy(() -> RecipeLoader.load("meco", List.of(parts[0])).validate()).isInstanceOf(InvalidConfigException.class).hasMessageContaining(parts[1]);
    }

    private ObjectNode run(String name, StopSignal stop, String... settings) throws Exception {
        List<String> all = new ArrayList<>(SHORT);
        all.addAll(List.of(settings));
        return RecipeRun.run(RecipeLoader.load("meco", all), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
    }
}
