package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class AggregateCommandTest {

    private static final String ROWS = "[[1, 2], [1.2, 1.8], [0.8, 2.2], [1.1, 2.1], [0.9, 1.9], [9, -9]]";

    @TempDir
    Path folder;
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final ByteArrayOutputStream results = new ByteArrayOutputStream();
    private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(results, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complaints, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(out);
        System.setErr(err);
    }

    private int run(String json, String rule, String... more) throws IOException {
        results.reset();
        complaints.reset();
        Path file = Files.writeString(folder.resolve("gradients.json"), json);
        return run(file, rule, more);
    }

    private static int run(Path file, String rule, String... more) {
        String[] all = new String[more.length + 5];
        all[0] = "aggregate";
        all[1] = "--rule";
        all[2] = rule;
        all[3] = "--gradients";
        all[4] = file.toString();
        System.arraycopy(more, 0, all, 5, more.length);
        return Main.execute(all);
    }

    private JsonNode printed() {
        return Json.MAPPER.readTree(results.toString(StandardCharsets.UTF_8));
    }

    private String said() {
        return complaints.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anUpdateWithWhatIsKnownOfTheWorkers() throws IOException {
        assertThat(run(ROWS, "multikrum(f=1, m=5)")).as(said()).isZero();
        JsonNode json = printed();
        assertThat(json.get("update").get(0).doubleValue()).isCloseTo(1, within(1e-12));
        assertThat(json.get("coefficients").get(5).doubleValue()).isZero();
        assertThat(json.get("scores").size()).isEqualTo(6);
        assertThat(json.get("excluded").size()).isZero();
        assertThat(run("{\"a\": [1, 2], \"b\": [2, 4], \"c\": [\"NaN\", 1]}", "flag(m=1, combine=paper)")).isZero();
        json = printed();
        assertThat(json.get("workers").valueStream().map(JsonNode::asString)).containsExactly("a", "b", "c");
        assertThat(json.get("update").get(1).doubleValue()).isCloseTo(3, within(1e-12));
        assertThat(json.get("quality").get(0).doubleValue()).isCloseTo(1, within(1e-12));
        assertThat(json.get("quality").get(2).isNull()).isTrue();
        assertThat(json.get("excluded").get(0).get("worker").asString()).isEqualTo("c");
        assertThat(said()).contains("worker c is not used");
        assertThat(run("{\"gradients\": [[1], [3]]}", "mean")).isZero();
        assertThat(printed().get("update").get(0).doubleValue()).isEqualTo(2);
        assertThat(run(ROWS, "flag_per_layer(m=1)", "--layers", "1,1")).as(said()).isZero();
    }

    @Test
    void safetensorsInAndOut() {
        Path in = folder.resolve("g.safetensors");
        Path to = folder.resolve("u.safetensors");
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> rows = new LinkedHashMap<>();
            rows.put("w1", Tensors.of(1f, 2f, 3f).to(ScalarType.BFloat16));
            rows.put("w2", Tensors.of(3f, 2f, 1f).to(ScalarType.BFloat16));
            SafetensorsWriter.write(in, rows, Map.of());
            assertThat(run(in, "mean", "--out", to.toString())).as(said()).isZero();
            assertThat(printed().has("update")).isFalse();
            assertThat(printed().get("workers").get(1).asString()).isEqualTo("w2");
            try (SafetensorsFile file = SafetensorsFile.open(to)) {
                assertThat(Tensors.toDoubles(file.read("update"))).containsExactly(2, 2, 2);
                assertThat(file.metadata()).containsEntry("rule", "mean");
            }
            results.reset();
            SafetensorsWriter.write(in, Map.of("g", Tensors.of(1f, 2f, 3f, 5f).view(2, 2)), Map.of());
            assertThat(run(in, "mean")).as(said()).isZero();
            assertThat(printed().get("update").get(1).doubleValue()).isEqualTo(3.5);
            rows.put("m", Tensors.of(1f, 2f, 3f, 5f).view(2, 2));
            SafetensorsWriter.write(in, rows, Map.of());
            assertThat(run(in, "mean")).isEqualTo(2);
            assertThat(said()).contains("m [2, 2]", "--tensor m");
            results.reset();
            assertThat(run(in, "mean", "--tensor", "m")).isZero();
            assertThat(run(in, "mean", "--tensor", "mm")).isEqualTo(2);
            assertThat(said()).contains("did you mean 'm'?");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', value = {
        "[[1, 2], [1]]; mean; worker 1: expected 2 numbers",
        "[[1, 2], [1, true]]; mean; worker 1, number 1: expected a number, found true",
        "[[1, 2], 5]; mean; worker 1: expected a list of numbers, found 5",
        "[]; mean; expected a list of lists",
        "7; mean; expected a list of lists",
        "[[1, 2]; mean; is no JSON",
        "[[1], [2]]; man; did you mean 'mean'?",
        "[[1], [2]]; krum(f=1); needs p ≥ 2f + 3 = 5 workers, found 2",
        "[[1], [2]]; flag(m=; expected a value for m",
        "[[1], [2]]; flag_per_layer(m=1); lengths of the layers",
        "[[], []]; mean; 0 parameters",
    })
    void mistakesHaveStatusTwoAndOneClearMessage(String json, String rule, String message) throws IOException {
        assertThat(run(json, rule)).isEqualTo(2);
        assertThat(said()).contains(message).doesNotContain("\tat ");
        assertThat(results.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void tooFewUsableGradientsAreAFailureNotAnUpdate() throws IOException {
        assertThat(run("[[\"NaN\"], [\"Infinity\"], [1]]", "krum(f=0)")).isEqualTo(1);
        assertThat(said()).contains("there is no update: krum with f=0 needs p ≥ 2f + 3 = 3 workers, found 1");
        assertThat(run("[[\"NaN\"], [\"Infinity\"], [1]]", "krum(f=0)", "--fallback", "median")).isZero();
        assertThat(printed().get("update").get(0).doubleValue()).isEqualTo(1);
        assertThat(run("[[\"NaN\"], [3]]", "mean", "--non-finite", "zero")).isZero();
        assertThat(printed().get("update").get(0).doubleValue()).isEqualTo(1.5);
        assertThat(run("[[\"NaN\"], [3]]", "mean", "--non-finite", "fail")).isEqualTo(2);
        assertThat(said()).contains("worker 0");
    }

    @Test
    void theListTeaches() {
        assertThat(Main.execute("aggregate", "--list")).isZero();
        assertThat(results.toString(StandardCharsets.UTF_8)).contains("krum", "p >= 2f + 3", "nnm", "alie (lie)", "combine=released");
        assertThat(Main.execute("aggregate", "--rule", "mean")).isEqualTo(2);
        assertThat(said()).contains("--list");
    }
}
