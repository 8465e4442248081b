package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.io.Json;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.architecture.Llama;
import dev.plackett.recipe.TinyModel;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A user's pairs and two models, all tiny, through the command line: what is named, what is not, what is refused. */
class DiagnoseCommandTest {

    @TempDir
    Path temp;
    private Path model;
    private Path train;
    private Path heldOut;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;

    @BeforeEach
    void files() throws IOException {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        model = TinyModel.write(temp.resolve("model"));
        train = Files.write(temp.resolve("train.jsonl"), IntStream.range(0, 40).mapToObj(i -> pair(i, " letters" + "abc".charAt(i % 3), " " + i
            + "7")).toList());
        heldOut = Files.write(temp.resolve("test.jsonl"), IntStream.range(40, 60).mapToObj(i -> pair(i, " letters" + "abc".charAt(i % 3), " " + i
            + "7")).toList());
    }

    @AfterEach
    void restore() {
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    private static String pair(int i, String chosen, String rejected) {
        return "{\"prompt\": \"say " + i + "\", \"chosen\": \"" + chosen + "\", \"rejected\": \"" + rejected + "\"}";
    }

    @Test
    void theSameModelTwiceRaisesNothing() throws IOException {
        JsonNode report = diagnose(model, "--data", train.toString(), "--held-out", heldOut.toString(), "--rejected-model", model.toString());
        assertThat(report.path("unmoved").booleanValue()).isTrue();
        assertThat(report.path("alarming").booleanValue()).isFalse();
        assertThat(report.path("change").path("finding").stringValue()).isEqualTo("NONE");
        assertThat(report.path("change").path("entropy_change").path("mean").doubleValue()).isZero();
        assertThat(report.path("law").isNull()).as("there is no update whose law could be fitted").isTrue();
        assertThat(report.path("advice")).isEmpty();
        assertThat(report.path("cautions")).isEmpty();
        assertThat(said()).contains("the same model was given twice").doesNotContain("What to do", "Mind", "NaN", "How far");
    }

    /** Trained on the file with its columns swapped, which is what a user does by mistake: the chosen responses fall, and not along the line. */
    @Test
    void aPlantedDisplacementIsNamed() throws IOException {
        Path wrong = Files.writeString(temp.resolve("wrong.jsonl"), Files.readString(train).replace("chosen", "x").replace("rejected", "chosen")
            .replace("\"x\"", "\"rejected\""));
        Path policy = trained(wrong, "held_out=0");
        JsonNode report = diagnose(policy, "--data", train.toString(), "--held-out", heldOut.toString());
        assertThat(report.path("alarming").booleanValue()).isTrue();
        assertThat(report.path("change").path("finding").stringValue()).isIn("EXCESS", "OFF_POLICY_FALL");
        assertThat(report.path("change").path("held_out").path("chosen").path("high").doubleValue()).isNegative();
        assertThat(report.path("change").path("held_out").path("accuracy").doubleValue()).isLessThan(0.2);
        assertThat(said()).contains("The chosen responses became less likely", "moved towards the rejected responses",
            "chosen and rejected are swapped", "lines ", "training.projection=update");
        out.reset();
        JsonNode right = diagnose(policy, "--data", wrong.toString());
        assertThat(right.path("change").path("finding").stringValue()).as("the same policy on what it was trained on").isEqualTo("RISE");
        assertThat(right.path("alarming").booleanValue()).isFalse();
        assertThat(said()).contains("There are no held-out pairs").doesNotContain("swapped");
    }

    @Test
    void everyNumberOfTheFilesAgreesWithTheOthers() throws IOException {
        Path policy = trained(train, "held_out=0");
        JsonNode report = diagnose(policy, "--data", train.toString(), "--held-out", heldOut.toString());
        List<String> pairs = Files.readAllLines(temp.resolve("out/pairs.csv"));
        assertThat(pairs).hasSize(61).first().asString().startsWith("split,line,prompt,chosen_tokens,chosen_logp_policy,chosen_logp_ref");
        double mean = pairs.stream().filter(l -> l.startsWith("held_out,")).map(l -> l.split(","))
            .mapToDouble(c -> Double.parseDouble(c[4]) - Double.parseDouble(c[5]))
            .average().orElseThrow();
        assertThat(report.path("change").path("held_out").path("chosen").path("value").doubleValue()).isCloseTo(mean, within(1e-9));
        double all = Files.readAllLines(temp.resolve("out/samples.csv")).stream().filter(l -> l.startsWith("reference,")).map(l -> l.split(","))
            .mapToDouble(c -> Double.parseDouble(c[4]) - Double.parseDouble(c[5])).average().orElseThrow();
        assertThat(report.path("change").path("reverse_kl").path("mean").doubleValue()).as("over all prompts").isCloseTo(-all, within(1e-9)).isPositive();
        assertThat(report.path("change").path("line").path("value").doubleValue() + report.path("change").path("excess").path("value").doubleValue())
            .as("line and excess, both over the held-out prompts").isCloseTo(mean, within(1e-9));
        assertThat(report.path("change").path("memorised").doubleValue()).isCloseTo(report.path("change").path("train").path("chosen").path("value")
            .doubleValue() - mean,
            within(1e-9));
        double entropy = Files.readAllLines(temp.resolve("out/prompts.csv")).stream().skip(1)
            .mapToDouble(l -> Double.parseDouble(l.split("\",")[1].split(",")[0]))
            .average().orElseThrow();
        assertThat(report.path("change").path("entropy").path("mean").path("value").doubleValue()).isCloseTo(entropy, within(1e-9));
        assertThat(report.path("change").path("entropy").path("estimator").stringValue()).isEqualTo("H_snis(6, policy)");
        assertThat(said()).contains("H_snis(6, policy) = ", "is a score on samples, not the DID's entropy");
        assertThat(Files.readString(temp.resolve("out/report.html"))).contains("Held-out pairs", "on the line", "-KL(reference || policy)", "CHES");
    }

    /** Readers of report.json rely on its names. */
    @Test
    void theNamesOfTheReportStay() throws IOException {
        JsonNode report = diagnose(trained(train, "held_out=0"), "--data", train.toString(), "--rejected-model", model.toString(), "--checkpoints",
            model.toString());
        assertThat(names(report)).containsExactlyInAnyOrder("format", "command", "reference", "policy", "beta", "samples", "longest", "seed",
            "precision", "pairs", "alarming",
            "unmoved", "on_policyness", "change", "law", "forecasts", "ches", "checkpoints", "verdict", "advice", "cautions");
        assertThat(report.path("format").intValue()).isEqualTo(1);
        assertThat(names(report.path("change"))).containsExactlyInAnyOrder("finding", "train", "held_out", "line", "excess", "memorised",
            "forward_kl", "reverse_kl",
            "entropy_change", "policy_tokens", "reference_tokens", "entropy", "token_did");
        assertThat(names(report.path("change").path("train"))).containsExactlyInAnyOrder("pairs", "chosen", "rejected", "margin", "common", "fell",
            "accuracy");
        assertThat(names(report.path("change").path("entropy"))).containsExactlyInAnyOrder("estimator", "mean", "jackknife", "unreliable_share",
            "reliable",
            "length_matched", "k_set", "k_set_share", "ess");
        assertThat(names(report.path("change").path("token_did"))).containsExactlyInAnyOrder("top_p", "positions", "entropy", "share", "overlap",
            "candidates", "forced");
        assertThat(names(report.path("law"))).containsExactlyInAnyOrder("pairs", "samples", "margins", "jeffreys");
        assertThat(names(report.path("forecasts").path(0))).containsExactlyInAnyOrder("beta", "chosen", "rejected", "reverse_kl", "forward_kl",
            "did_entropy", "ess",
            "unreliable_share");
        assertThat(report.path("forecasts").valueStream().map(f -> f.path("beta").doubleValue())).containsExactly(0.1, 0.2, 0.4);
        assertThat(report.path("checkpoints").path(0).path("change").path("finding").stringValue()).isEqualTo("NONE");
        assertThat(report.path("change").path("held_out").isNull()).isTrue();
    }

    @Test
    void anAdapterIsAPolicy() throws IOException {
        Path whole = trained(train, "held_out=0", "training.lora={r: 4}", "training.learning_rate=2e-2");
        JsonNode merged = diagnose(whole, "--data", train.toString());
        JsonNode adapter = diagnose(whole.resolveSibling("adapter"), "--data", train.toString());
        assertThat(adapter.path("change").path("train").path("chosen").path("value").doubleValue()).isNotZero()
            .isCloseTo(merged.path("change").path("train").path("chosen").path("value").doubleValue(), within(1e-3));
    }

    @Test
    void withoutAPolicyItForecasts() throws IOException {
        Path rejected = Files.write(temp.resolve("sft.jsonl"), IntStream.range(0, 40).mapToObj(i -> "{\"prompt\": \"say " + i
            + "\", \"completion\": \" " + i + "7\"}").toList());
        assertThat(Main.execute("run", "sft", "--set", "model=" + model, "--set", "data=" + rejected, "--set", "training.learning_rate=1e-2", "--set",
            "training.num_train_epochs=3", "--set", "held_out=0", "--out", temp.resolve("sft").toString())).as(err.toString(StandardCharsets.UTF_8))
                .isZero();
        out.reset();
        JsonNode report = diagnose(null, "--data", train.toString(), "--rejected-model", temp.resolve("sft/stages/001-train/model").toString());
        assertThat(report.path("change").isNull()).isTrue();
        JsonNode forecast = report.path("forecasts").path(1);
        assertThat(forecast.path("rejected").path("value").doubleValue()).as("DPO will push them away from what only the rejected model likes")
            .isLessThan(forecast.path("chosen").path("value").doubleValue());
        assertThat(said()).contains("before training", "At beta 0.2 DPO will move");
        assertThat(temp.resolve("out/prompts.csv")).doesNotExist();
    }

    @Test
    void everyFormatOfPairsIsRead() throws IOException {
        Path csv = Files.writeString(temp.resolve("pairs.csv"), "question,chosen,rejected\nsay so, word, 9\nsay no, letters, 8\n");
        assertThat(diagnose(model, "--data", csv.toString(), "--rename", "question=prompt").path("pairs").path("train").intValue()).isEqualTo(2);
        Path implicit = Files.writeString(temp.resolve("implicit.jsonl"), "{\"chosen\": \"say a word\", \"rejected\": \"say a number\"}\n");
        assertThat(diagnose(model, "--held-out", implicit.toString()).path("pairs").path("held_out").intValue()).isEqualTo(1);
        Files.writeString(model.resolve("chat_template.jinja"), "{% for m in messages %}[{{ m.role }}]{{ m.content }}{{ eos_token }}{% endfor %}"
            + "{% if add_generation_prompt %}[assistant]{% endif %}");
        Path chat = Files.write(temp.resolve("chat.jsonl"), IntStream.range(0, 5).mapToObj(i -> "{\"prompt\": [{\"role\": \"user\", \"content\": "
            + "\"say " + i + "\"}],"
            + " \"chosen\": [{\"role\": \"assistant\", \"content\": \"word\"}], \"rejected\": [{\"role\": \"assistant\", \"content\": \"" + i
                + "\"}]}").toList());
        assertThat(diagnose(model, "--data", chat.toString(), "--limit", "3").path("pairs").path("train").intValue()).isEqualTo(3);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("3 of 5 pairs are looked at");
    }

    @Test
    void mistakesAreNamed() throws IOException {
        refused("there is no such folder", "--policy", temp.resolve("nowhere").toString(), "--data", train.toString());
        refused("expected config.json of a Hugging Face folder", "--policy", Files.createDirectories(temp.resolve("empty")).toString(), "--data",
            train.toString());
        refused("none.jsonl: no such file", "--policy", model.toString(), "--data", temp.resolve("none.jsonl").toString());
        refused("a diagnosis needs pairs", "--policy", model.toString());
        refused("--beta is 0.0", "--data", train.toString(), "--beta", "0");
        refused("--samples is 1", "--data", train.toString(), "--samples", "1");
        refused("--checkpoints needs --policy", "--data", train.toString(), "--checkpoints", model.toString());
        refused("--chosen-model needs --rejected-model", "--data", train.toString(), "--chosen-model", model.toString());
        refused(" is a file, not a folder; choose another with --out DIR", "--data", train.toString(), "--out", train.toString());
        Path completions = Files.writeString(temp.resolve("sft.jsonl"), "{\"prompt\": \"say\", \"completion\": \" yes\"}\n");
        refused("expected preference pairs", "--data", completions.toString());
        Path bad = Files.writeString(temp.resolve("bad.jsonl"), pair(1, "a", "b") + "\n{\"prompt\": \"say\", \"chosen\": 7, \"rejected\": \"x\"}\n");
        refused("bad.jsonl: line 2", "--data", bad.toString());
    }

    @Test
    void modelsOfOtherTokensAreRefused() throws IOException {
        Path wider = temp.resolve("wider");
        TinyModel.write(wider);
        try (Scope scope = Scope.open(); Decoder other = Decoder.initialised(Llama.plan(new CausalModel.Shape(300, 16, 1, 2, 2, 8, 64), 24, 1, 2,
            Optional.of(0)), Seeds.of(1),
            ScalarType.Float, ScalarType.Float)) {
            other.save(wider, ScalarType.Float);
        }
        refused("has a vocabulary of 300 tokens, the reference " + model + " one of ", "--policy", wider.toString(), "--data", train.toString());
        Path reordered = TinyModel.write(temp.resolve("reordered"));
        ObjectNode tokenizer = Json.object(reordered.resolve("tokenizer.json"));
        ((ObjectNode) tokenizer.get("model")).putArray("merges");
        Files.writeString(reordered.resolve("tokenizer.json"), tokenizer.toString());
        refused("reads line 1 of " + train + " as other tokens", "--policy", reordered.toString(), "--data", train.toString());
    }

    /** Whatever the page tells people to type is understood. */
    @Test
    void theDocumentedCommandsAreUnderstood() throws IOException {
        Path page = Path.of(System.getProperty("plackett.basedir", ".")).toAbsolutePath().getParent().resolve("docs/diagnose.md");
        List<String> commands = Files.readAllLines(page).stream().filter(l -> l.startsWith("./plackett diagnose")).toList();
        assertThat(commands).hasSizeGreaterThan(2).allSatisfy(line ->
            assertThat(new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line.substring("./plackett ".length())
                .split(" ")).errors()).as(line).isEmpty());
        String text = Files.readString(page);
        new CommandLine(new DiagnoseCommand()).getCommandSpec().options().forEach(o -> assertThat(text).as("every option is on the page")
            .contains(o.longestName()));
    }

    @Test
    void helpTeachesByExample() {
        assertThat(Main.execute("diagnose", "--help")).isZero();
        assertThat(said()).contains("Usage: plackett diagnose", "Examples:", "before training");
    }

    /** Trains the tiny model on pairs and gives its folder. */
    private Path trained(Path pairs, String... settings) {
        List<String> all = new ArrayList<>(List.of("run", "preference", "--fresh", "--out", temp.resolve("run").toString()));
        List.of("model=" + model, "data=" + pairs, "options={beta: 0.2}", "training.learning_rate=5e-3", "training.batch_size=8",
            "training.num_train_epochs=4")
            .forEach(s -> all.addAll(List.of("--set", s)));
        List.of(settings).forEach(s -> all.addAll(List.of("--set", s)));
        assertThat(Main.execute(all.toArray(String[]::new))).as(err.toString(StandardCharsets.UTF_8)).isZero();
        out.reset();
        return temp.resolve("run/stages/002-train/model");
    }

    private JsonNode diagnose(Path policy, String... options) {
        List<String> all = new ArrayList<>(List.of("diagnose", "--reference", model.toString(), "--samples", "6", "--beta", "0.2", "--out",
            temp.resolve("out").toString()));
        if (policy != null) {
            all.addAll(List.of("--policy", policy.toString()));
        }
        all.addAll(List.of(options));
        assertThat(Main.execute(all.toArray(String[]::new))).as(err.toString(StandardCharsets.UTF_8)).isZero();
        return Json.object(temp.resolve("out/report.json"));
    }

    private void refused(String problem, String... options) {
        List<String> all = new ArrayList<>(List.of("diagnose", "--reference", model.toString()));
        all.addAll(List.of(options));
        out.reset();
        err.reset();
        int status = Main.execute(all.toArray(String[]::new));
        String message = err.toString(StandardCharsets.UTF_8);
        assertThat(message).contains(problem).doesNotContain("\tat ", "internal error");
        assertThat(status).as(message).isEqualTo(2);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
    }

    private static TreeSet<String> names(JsonNode node) {
        TreeSet<String> names = new TreeSet<>();
        node.properties().forEach(e -> names.add(e.getKey()));
        return names;
    }
}
