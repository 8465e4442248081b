package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.plackett.io.Json;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.io.TextLines;
import dev.plackett.recipe.TinyModel;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What a user can give wrongly, through the command line: status 2, one message that names it, nothing on standard output, no stack trace. */
class BadInputTest {

    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String GOOD = "{\"prompt\": \"say\", \"completion\": \" a word\"}\n";

    @TempDir
    Path temp;
    private Path model;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;

    @BeforeEach
    void listen() {
        model = TinyModel.write(temp.resolve("model"));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    @Test
    void aGoodFileScores() throws IOException {
        assertThat(score(GOOD)).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"logp\":-");
    }

    @Test
    void weightsThatDoNotFitTheConfigurationAreNamed() throws IOException {
        weights(tensors -> tensors.remove(EMBEDDING));
        refused(score(GOOD), model.toString(), "tensor '" + EMBEDDING + "' is missing");
        TinyModel.write(model);
        weights(tensors -> tensors.put("model.layers.7.mlp.up_proj.weight", Tensors.zeros(ScalarType.Float, 2, 2)));
        refused(score(GOOD), "'model.layers.7.mlp.up_proj.weight' belongs to no parameter");
        TinyModel.write(model);
        weights(tensors -> tensors.put("model.norm.weight", Tensors.zeros(ScalarType.Float, 3)));
        refused(score(GOOD), "'model.norm.weight' has shape [3] where the configuration asks for [16]");
        TinyModel.write(model);
        config(json -> json.put("num_hidden_layers", 2));
        refused(score(GOOD), "model.layers.1.", "is missing");
        TinyModel.write(model);
        config(json -> json.put("num_hidden_layers", 1_000_000_000));
        refused(score(GOOD), "layers", "found 1000000000");
        TinyModel.write(model);
        config(json -> json.put("hidden_size", 1 << 29));
        refused(score(GOOD), "where the configuration asks for");
        TinyModel.write(model);
        config(json -> json.put("intermediate_size", 25));
        refused(score(GOOD), "where the configuration asks for [25, 16]");
    }

    @Test
    void weightsThatAreNoNumbersAreNamed() throws IOException {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            weights(tensors -> tensors.put("model.norm.weight", Tensors.zeros(ScalarType.Float, 16).add(Tensors.scalar(wrong))));
            refused(score(GOOD), "'model.norm.weight' holds a number that is not finite");
        }
    }

    @Test
    void brokenFoldersAreNamed() throws IOException {
        Files.writeString(model.resolve("config.json"), "[".repeat(100_000));
        refused(score(GOOD), "config.json", "nesting depth");
        TinyModel.write(model);
        config(json -> json.put("hidden_size", "wide"));
        refused(score(GOOD), "config.json", "hidden_size");
        TinyModel.write(model);
        Files.writeString(model.resolve("tokenizer.json"), "{\"model\": 7}");
        refused(score(GOOD), "tokenizer.json: model");
        TinyModel.write(model);
        Files.delete(model.resolve("model.safetensors"));
        refused(score(GOOD), "expected model.safetensors or model.safetensors.index.json, found neither");
        Files.writeString(model.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"..\"}}");
        refused(score(GOOD), "model.safetensors.index.json: weight_map, 'a'");
        Files.writeString(model.resolve("model.safetensors.index.json"), "{\"weight_map\": {\"a\": \"b\\u0000\"}}");
        refused(score(GOOD), "model.safetensors.index.json: weight_map, 'a'");
    }

    @Test
    void aTokenizerLargerThanTheVocabularyIsNoticed() throws IOException {
        ObjectNode tokenizer = Json.object(model.resolve("tokenizer.json"));
        tokenizer.withArray("added_tokens").addObject().put("id", 270).put("content", "<new>").put("single_word", false).put("lstrip", false)
            .put("rstrip", false).put("normalized", false).put("special", true);
        Files.writeString(model.resolve("tokenizer.json"), tokenizer.toString());
        refused(score("{\"prompt\": \"say\", \"completion\": \"<new>\"}\n"), "rows.jsonl: line 1", "outside the model's vocabulary", "do tokenizer and model belong together?");
    }

    @Test
    void linesThatAreEmptyHugeOrNoTextAreNamed() throws IOException {
        assertThat(score("\n\n" + GOOD + "   \n")).as("blank lines are passed over").isZero();
        out.reset();
        refused(score(""), "rows.jsonl", "holds no rows");
        refused(score(GOOD + "{\"prompt\": \"" + "x".repeat(TextLines.LONGEST) + "\"}\n"), "rows.jsonl: line 2", "at most " + TextLines.LONGEST);
        Files.write(temp.resolve("latin.jsonl"), (GOOD + "{\"prompt\": \"é\"}").getBytes(StandardCharsets.ISO_8859_1));
        refused(Main.execute("score", "--model", model.toString(), "--data", temp.resolve("latin.jsonl").toString()), "latin.jsonl: line 2, byte", "0xe9");
        refused(score("{\"prompt\": \"say\", \"completion\": \"\\ud800\"}\n"), "rows.jsonl: line 1", "lone surrogate");
        refused(Main.execute("score", "--model", model.toString(), "--data", temp.toString() + "/none.jsonl"), "none.jsonl", "no such file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{'prompt': 'say', 'completion': 'LONG'}|line 1: the row has|context allows 64",
        "{'prompt': 'say', 'completion': ''}|line 1|nothing to score",
        "{'prompt': 'say'}|line 1|nothing to score",
        "{'prompt': 'say', 'completion': 7}|line 1|column 'completion'",
        "{'input_ids': [1, 2], 'completion_mask': [0, 0]}|line 1|nothing to score",
        "{'input_ids': [1, 270]}|line 1|token id 270 at position",
        "{'input_ids': [1, 1e3]}|line 1|expected token ids",
        "{'messages': [{'role': 'user', 'content': 'a'}]}|model|chat template",
        "{'question': 'a', 'answer': 'b'}|line 1|Should 'answer' be renamed to 'completion'?"})
    void rowsThatCannotBeScoredAreNamed(String row, String place, String problem) throws IOException {
        refused(score(row.replace('\'', '"').replace("LONG", "ab".repeat(60)) + "\n", "--no-eos"),
            place, problem.replace("\"", "'"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"--samples 0|samples is 0", "--temperature -1|temperature is -1.0", "--temperature NaN|temperature is NaN", "--top-k -1|top-k is -1",
        "--top-p 0|top-p is 0.0", "--top-p NaN|top-p is NaN", "--min-p 1|min-p is 1.0", "--max-new 0|max-new is 0", "--max-new many|'many' is not an int"})
    void settingsOutOfRangeAreNamed(String options, String problem) {
        String[] two = options.split(" ");
        refused(Main.execute("generate", "--model", model.toString(), "--prompt", "say", two[0], two[1]), problem);
    }

    @Test
    void promptsThatCannotBeContinuedAreNamed() throws IOException {
        refused(Main.execute("generate", "--model", model.toString(), "--prompt", "ab".repeat(64)), "--prompt", "context allows 63");
        Path rows = Files.writeString(temp.resolve("rows.jsonl"), "{\"text\": \"say\"}\n");
        refused(Main.execute("generate", "--model", model.toString(), "--data", rows.toString()), "rows.jsonl: line 1", "has no prompt");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"ronds=3|did you mean 'rounds'?", "rounds=many|rounds", "rounds=0|rounds", "training.learning_rate=-1|learning_rate",
        "training.learning_rate=NaN|learning_rate", "arms=[{name: a, method: dpo}, {name: a, method: dpo}]|a", "model=/nowhere/at/all|/nowhere/at/all",
        "sampling=7|sampling", "seeds=[0, 0]|seeds", "rounds|rounds"})
    void recipesThatMakeNoSenseAreRefused(String setting, String problem) {
        refused(Main.execute("validate", "sppo", "--set", setting), problem);
    }

    /** Of several options FILE stands for a file where a folder belongs, DIR for the other way round. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "score --model FILE --data FILE|expected a folder that holds config.json, found a file",
        "score --model MODEL --adapter FILE --data FILE|expected a folder that holds adapter_config.json, found a file",
        "score --model MODEL --data DIR|expected a file, found a folder",
        "generate --model FILE --prompt say|expected a folder that holds config.json, found a file",
        "judge --ranker FILE --data FILE|--ranker: expected a folder, found the file",
        "judge --judge FILE --data FILE|that is a file, not a pair ranker's folder",
        "judge --judge longer --data DIR|expected a file, found a folder",
        "judge --judge likelihood --option model=FILE --data FILE|expected a folder that holds tokenizer.json, found a file",
        "diagnose --reference FILE --data FILE|--reference: expected a model's folder, found a file",
        "convert llama2c --model DIR --tokenizer DIR --to OUT|expected a file, found a folder",
        "convert wordnet --dictionary FILE --to OUT|expected a folder that holds data.noun, found a file",
        "validate preference --set data=DIR|data: expected a file, found the folder",
        "validate preference --set data=FILE --set eval_data=DIR|eval_data: expected a file, found the folder",
        "run preference --set data=FILE --set model=FILE|model: expected a folder that holds config.json, found the file",
        "run sft --set data=FILE --set model=FILE|model: expected a folder that holds config.json, found the file",
        "run preference --set data=FILE --set reference_model=FILE|reference_model: expected a folder that holds config.json, found the file",
        "run sppo --set judge=FILE|judge: expected a pair ranker's folder or a judge's name, found the file",
        "run sppo --set held_out_judge=FILE|held_out_judge: expected a pair ranker's folder or a judge's name, found the file",
        "run sppo --set model=FILE --set prompts=FILE|model: expected a folder that holds config.json, found the file",
        "run sppo --set model=MODEL --set prompts=DIR|prompts: expected a file, found the folder",
        "run ranker --set base=FILE|base: expected a folder that holds config.json, found the file",
        "run sft-gloss --set tokenizer=FILE|tokenizer: expected a folder that holds tokenizer.json, found the file",
        "run tokenizer --set text=DIR|text: expected a file, found the folder"})
    void filesAndFoldersInEachOthersPlaceAreNamed(String command, String problem) throws IOException {
        Path file = Files.writeString(temp.resolve("rows.jsonl"), "{\"prompt\": \"say\", \"candidates\": [\"a\", \"b\"]}\n");
        refused(Main.execute(Arrays.stream(command.split(" ")).map(w -> w.replace("FILE", file.toString()).replace("DIR", temp.toString())
            .replace("MODEL", model.toString()).replace("OUT", temp.resolve("out").toString())).toArray(String[]::new)), problem);
        assertThat(temp.resolve("out")).doesNotExist();
    }

    @Test
    void placesForResultsThatCannotBeMadeAreNamed() throws IOException {
        Path pairs = Files.writeString(temp.resolve("pairs.jsonl"), "{\"prompt\": \"say\", \"chosen\": \" a\", \"rejected\": \" b\"}\n");
        String below = pairs.resolve("run").toString();
        String word = "cannot be made: " + pairs.toAbsolutePath() + " is a file, not a folder; choose another with --out DIR";
        refused(Main.execute("run", "preference", "--set", "data=" + pairs, "--out", below), below, word);
        refused(Main.execute("diagnose", "--reference", model.toString(), "--data", pairs.toString(), "--out", below), below, word);
        assumeTrue(Files.isDirectory(Path.of("/proc/self")), "only where there is a folder that takes no other");
        for (String nowhere : new String[] {"/proc/x", "/proc/self/x/y"}) {
            refused(Main.execute("run", "preference", "--set", "data=" + pairs, "--out", nowhere), nowhere + " cannot be made: /proc", " takes no new folder",
                "choose another with --out DIR, or make that one writable");
        }
    }

    @Test
    void recipeFilesThatCannotBeReadAreNamed() throws IOException {
        refused(Main.execute("validate", Files.writeString(temp.resolve("tabs.yaml"), "recipe: sppo\n\trounds: 1\n").toString()), "tabs.yaml:2");
        refused(Main.execute("validate", Files.writeString(temp.resolve("list.yaml"), "- sppo\n").toString()), "list.yaml");
        refused(Main.execute("validate", Files.writeString(temp.resolve("twice.yaml"), "rounds: 1\nrounds: 2\n").toString()), "twice.yaml", "rounds");
        refused(Main.execute("validate", Files.write(temp.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xE9}).toString()), "latin.yaml");
        refused(Main.execute("validate", Files.writeString(temp.resolve("deep.yaml"), "a: " + "[".repeat(50_000)).toString()), "deep.yaml:1", "at most 50 levels");
        refused(Main.execute("validate", Files.writeString(temp.resolve("bomb.yaml"), bomb()).toString()), "bomb.yaml", "aliases count each time");
    }

    /** Sixteen levels of three references each: forty million values. */
    private static String bomb() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x]\n");
        for (int i = 1; i <= 16; i++) {
            text.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(2) + "*a" + (i - 1) + "]\n");
        }
        return text.toString();
    }

    private int score(String rows, String... more) throws IOException {
        Path data = Files.writeString(temp.resolve("rows.jsonl"), rows);
        String[] all = new String[more.length + 5];
        System.arraycopy(new String[] {"score", "--model", model.toString(), "--data", data.toString()}, 0, all, 0, 5);
        System.arraycopy(more, 0, all, 5, more.length);
        return Main.execute(all);
    }

    private void refused(int status, String... words) {
        String message = err.toString(StandardCharsets.UTF_8);
        assertThat(message).contains(words).doesNotContain("\tat ").doesNotContain("internal error").doesNotContain("Exception");
        assertThat(status).as(message).isEqualTo(2);
        assertThat(message.length()).as(message).isLessThan(4000);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        err.reset();
    }

    private void config(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = Json.object(model.resolve("config.json"));
        change.accept(json);
        Files.writeString(model.resolve("config.json"), json.toString());
    }

    private void weights(Consumer<Map<String, Tensor>> change) {
        Path file = model.resolve("model.safetensors");
        try (Scope scope = Scope.open()) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            try (SafetensorsFile read = SafetensorsFile.open(file)) {
                read.entries().keySet().forEach(name -> tensors.put(name, read.read(name)));
            }
            change.accept(tensors);
            SafetensorsWriter.write(file, tensors, Map.of());
        }
    }
}
