package dev.plackett.recipe.meco.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.image.FashionMnist;
import dev.plackett.data.image.LabelledImages;
import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.io.FormatException;
import dev.plackett.io.Json;
import dev.plackett.io.JsonLines;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.report.Png;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.report.MetricTable;
import dev.plackett.tensor.Seeds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A user's own file or folder, from end to end. */
class OwnDataTest {

    private static final List<String> SHORT = List.of("own.steps=150", "own.widths=[16]", "own.batch=64", "own.draws=5000", "own.levels=20", "own.chains=50",
        "own.samples=40", "own.proposals=100", "own.mixtures=[1, 3]");

    @TempDir
    Path temp;

    /** Two clusters far apart in units that have nothing to do with each other. */
    private Path clusters(int n) throws Exception {
        SplittableRandom random = Seeds.of(5).random();
        StringBuilder out = new StringBuilder("length,\"mass, g\"\n");
        for (int i = 0; i < n; i++) {
            double centre = random.nextBoolean() ? 1 : -1;
            out.append(10 + centre + 0.2 * random.nextGaussian()).append(',').append(500 * (centre + 0.3 * random.nextGaussian())).append('\n');
        }
        return Files.writeString(temp.resolve("clusters.csv"), out);
    }

    @Test
    void aFileOfNumbersBecomesADensityWithScoresAndSamples() throws Exception {
        Path data = clusters(400);
        ObjectNode summary = run("run", data, StopSignal.none());
        Path model = temp.resolve("run").resolve(summary.path("results").path("model").asString());
        List<ObjectNode> scores = JsonLines.read(temp.resolve("run").resolve(summary.path("results").path("scores").asString()));
        assertThat(scores).hasSize(400);
        assertThat(scores.stream().filter(s -> s.path("held_out").asBoolean())).hasSize(80);
        assertThat(scores.get(0).path("line").asInt()).isEqualTo(2);
        List<String> samples = Files.readAllLines(temp.resolve("run").resolve(summary.path("results").path("samples").asString()));
        assertThat(samples).hasSize(41).startsWith("length,\"mass, g\"");
        assertThat(samples.subList(1, 41)).allSatisfy(line -> assertThat(Double.parseDouble(line.split(",")[0])).isBetween(6.0, 14.0));
        MetricTable row = MetricTable.read(temp.resolve("run/metrics.jsonl")).series("meco/own");
        assertThat(row.last("gaussians")).as("two clusters are no Gaussian").isEqualTo(3);
        // Entropy of the mixture: log 2 + two normals of .2 and 150.
        double truth = Math.log(2) + 1 + Math.log(2 * Math.PI) + Math.log(0.2 * 150);
        assertThat(row.last("nll")).as("nats per row in the file's own units").isCloseTo(truth, within(0.5));
        try (DensityModel opened = DensityModel.open(model)) {
            List<ObjectNode> again = opened.score(data);
            for (int i = 0; i < 400; i++) {
                assertThat(again.get(i).path("log_density").doubleValue()).isCloseTo(scores.get(i).path("log_density").doubleValue(), within(1e-9));
            }
            Path strange = Files.writeString(temp.resolve("new.csv"), "length,\"mass, g\"\n11,500\n11,-500\n40,9000\n");
            List<ObjectNode> scored = opened.score(strange);
            assertThat(scored.get(0).path("rank").doubleValue()).isGreaterThan(scored.get(1).path("rank").doubleValue());
            assertThat(scored.get(2).path("rank").doubleValue()).isZero();
            assertThatThrownBy(() -> opened.score(Files.writeString(temp.resolve("other.csv"), "a,b\n1,2\n"))).isInstanceOf(FormatException.class)
                .hasMessageContaining("expected the columns length, mass, g, found a, b");
        }
        assertThat(Files.readString(temp.resolve("run/report.html"))).contains("A density model of your data", "held-out NLL");
    }

    @Test
    void aFolderOfImagesBecomesASheet() throws Exception {
        LabelledImages images = FashionMnist.slice().test().first(80);
        Path folder = Files.createDirectory(temp.resolve("images"));
        for (int i = 0; i < images.size(); i++) {
            Files.write(folder.resolve(String.format("%03d.png", i)), Png.grey(images.image(i), 28));
        }
        Files.writeString(folder.resolve("notes.txt"), "no image");
        ObjectNode summary = run("run", folder, StopSignal.none(), "own.components=5");
        assertThat(summary.path("results").path("samples").asString()).endsWith("samples.png");
        List<ObjectNode> scores = JsonLines.read(temp.resolve("run").resolve(summary.path("results").path("scores").asString()));
        assertThat(scores).hasSize(80);
        assertThat(scores.get(7).path("file").asString()).isEqualTo("007.png");
        assertThat(Form.of(folder).read(folder).points().values()[300]).as("levels as they were").isEqualTo(((images.image(0)[300] & 0xFF) + 0.5) / 256);
        Files.write(folder.resolve("zzz.png"), Png.grey(new byte[30 * 28], 30));
        assertThatThrownBy(() -> Form.of(folder)).isInstanceOf(FormatException.class).hasMessageContaining("zzz.png").hasMessageContaining("expected 28 by 28");
    }

    @Test
    void stoppedAnywhereItGoesOnToTheSameBits() throws Exception {
        Path data = clusters(200);
        AtomicInteger asked = new AtomicInteger();
        run("whole", data, () -> {
            asked.incrementAndGet();
            return false;
        }, "own.steps=1200");
        for (int at : new int[] {3, asked.get() - 20}) {
            AtomicInteger left = new AtomicInteger(at);
            assertThatThrownBy(() -> run("stopped-" + at, data, () -> left.decrementAndGet() < 0, "own.steps=1200")).isInstanceOf(StoppedException.class);
            run("stopped-" + at, data, StopSignal.none(), "own.steps=1200");
            for (String file : List.of("metrics.jsonl", "stages/000-density-model/scores.jsonl", "stages/000-density-model/samples.csv")) {
                assertThat(Files.readString(temp.resolve("stopped-" + at).resolve(file))).isEqualTo(Files.readString(temp.resolve("whole").resolve(file)));
            }
        }
    }

    @Test
    void whatCannotBeLearntIsRefused() throws Exception {
        Path few = Files.writeString(temp.resolve("few.csv"), "1,2\n3,4\n");
        assertThatThrownBy(() -> run("a", few, StopSignal.none())).isInstanceOf(FormatException.class).hasMessageContaining("at least 40 rows");
        StringBuilder constant = new StringBuilder();
        StringBuilder dependent = new StringBuilder("a,b,c\n");
        for (int i = 0; i < 60; i++) {
            constant.append(i).append(",7\n");
            dependent.append(i).append(',').append(i * i).append(',').append(i + i * i).append('\n');
        }
        Path first = Files.writeString(temp.resolve("constant.csv"), constant);
        assertThatThrownBy(() -> run("b", first, StopSignal.none())).isInstanceOf(FormatException.class).hasMessageContaining("column 'x2'").hasMessageContaining("7.0 in every row");
        Path second = Files.writeString(temp.resolve("dependent.csv"), dependent);
        assertThatThrownBy(() -> run("c", second, StopSignal.none())).isInstanceOf(FormatException.class).hasMessageContaining("sums of others");
        assertThatThrownBy(() -> run("d", second, StopSignal.none(), "own.objective=cd")).isInstanceOf(InvalidConfigException.class).hasMessageContaining("samples of the model");
    }

    private ObjectNode run(String name, Path data, StopSignal stop, String... settings) throws Exception {
        List<String> all = new ArrayList<>(SHORT);
        all.add("data=" + data);
        all.addAll(List.of(settings));
        RecipeRun.run(RecipeLoader.load("meco", all), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
        return Json.object(temp.resolve(name).resolve("summary.json"));
    }
}
