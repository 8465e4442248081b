package dev.plackett.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.io.FormatException;
import dev.plackett.io.TextLines;
import dev.plackett.io.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileTest {

    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static String text(Content content) {
        return ((Content.Text) content).text();
    }

    @Test
    void theSamePairsInEveryFormat() throws IOException {
        List<Path> files = List.of(
            file("a.jsonl", "\uFEFF{\"prompt\": \"p\", \"chosen\": \"c, \\\"1\\\"\\n2\", \"rejected\": \"r\", \"source\": \"x\"}\n\n{\"prompt\": \"q\", \"chosen\": \"d\", \"rejected\": \"\", \"source\": \"x\"}\n"),
            file("a.json", "\uFEFF \n[{\"prompt\": \"p\", \"chosen\": \"c, \\\"1\\\"\\n2\",\n \"rejected\": \"r\", \"source\": \"x\"},\n{\"prompt\": \"q\", \"chosen\": \"d\", \"rejected\": \"\", \"source\": \"x\"}]"),
            file("lines.json", "{\"prompt\": \"p\", \"chosen\": \"c, \\\"1\\\"\\n2\", \"rejected\": \"r\", \"source\": \"x\"}\n{\"prompt\": \"q\", \"chosen\": \"d\", \"rejected\": \"\", \"source\": \"x\"}"),
            file("a.csv", "\uFEFFprompt,chosen,rejected,source\r\np,\"c, \"\"1\"\"\n2\",r,x\r\n\r\nq,d,,x\r\n"),
            file("a.TSV", "prompt\tchosen\trejected\tsource\np\t\"c, \"\"1\"\"\n2\"\tr\tx\nq\td\t\tx"));
        for (Path file : files) {
            DataFile read = DataFile.read(file);
            assertThat(read.schema()).as(file.toString())
                .isEqualTo(new Schema(Kind.PREFERENCE, false, List.of("prompt", "chosen", "rejected"), List.of("source")));
            assertThat(read.items()).as(file.toString()).hasSize(2);
            Item.Preference first = (Item.Preference) read.items().get(0);
            assertThat(text(first.prompt())).isEqualTo("p");
            assertThat(text(first.chosen())).isEqualTo("c, \"1\"\n2");
            assertThat(first.origin().other().path("source").asString()).isEqualTo("x");
            assertThat(text(((Item.Preference) read.items().get(1)).rejected())).isEmpty();
        }
        assertThat(DataFile.read(files.get(0)).items().get(1).origin().line()).isEqualTo(3);
        assertThat(DataFile.read(files.get(1)).items().get(1).origin().line()).isEqualTo(4);
        assertThat(DataFile.read(files.get(3)).items().get(1).origin().line()).isEqualTo(5);
        assertThat(DataFile.read(files.get(0)).schema()).hasToString("preference: columns prompt, chosen, rejected; not used: source");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"prompt\": \"a\"} | PROMPT",
        "{\"prompt\": \"a\", \"completion\": \"b\"} | COMPLETION",
        "{\"prompt\": \"a\", \"completion\": \"b\", \"label\": true} | LABELLED",
        "{\"prompt\": \"a\", \"candidates\": [\"b\", \"c\"]} | CANDIDATES",
        "{\"text\": \"a\"} | TEXT",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"}]} | MESSAGES",
        "{\"input_ids\": [1, 2, 3]} | TOKENS",
        "{\"prompt\": null, \"text\": \"a\"} | TEXT"})
    void kindsByColumns(String row, Kind kind) throws IOException {
        DataFile read = DataFile.read(file("a.jsonl", row));
        assertThat(read.schema().kind()).isEqualTo(kind);
        assertThat(read.schema().conversational()).isEqualTo(kind == Kind.MESSAGES);
    }

    @Test
    void conversationsAndSharedPrompts() throws IOException {
        String user = "{\"role\": \"user\", \"content\": \"hi\"}";
        String good = "{\"role\": \"assistant\", \"content\": \"yes\"}";
        String bad = "{\"role\": \"assistant\", \"content\": \"no\"}";
        DataFile read = DataFile.read(file("a.jsonl", "{\"chosen\": [" + user + "," + good + "], \"rejected\": [" + user + "," + bad + "]}"));
        assertThat(read.schema().conversational()).isTrue();
        Item.Preference row = (Item.Preference) read.items().get(0);
        assertThat(((Content.Messages) row.prompt()).messages()).hasToString("[" + Json.MAPPER.readTree(user) + "]");
        assertThat(((Content.Messages) row.rejected()).messages().get(0).path("content").asString()).isEqualTo("no");

        Item.Preference texts = (Item.Preference) DataFile.read(file("b.jsonl", "{\"chosen\": \"Q: why? Yes 🙂\", \"rejected\": \"Q: why? Yes 😀\"}")).items().get(0);
        assertThat(text(texts.prompt())).as("a character's halves stay together").isEqualTo("Q: why? Yes ");
        Item.Preference space = (Item.Preference) DataFile.read(file("c.jsonl", "{\"chosen\": \"Q: why? yes\", \"rejected\": \"Q: why? no\"}")).items().get(0);
        assertThat(List.of(text(space.prompt()), text(space.chosen()), text(space.rejected()))).containsExactly("Q: why?", " yes", " no");
        assertThatThrownBy(() -> DataFile.read(file("d.jsonl", "{\"chosen\": \"a\", \"rejected\": \"b\"}")))
            .hasMessageContaining("must begin with the same prompt");
    }

    @Test
    void tokensAsTheyAre() throws IOException {
        Item.Tokens row = (Item.Tokens) DataFile.read(file("a.jsonl", "{\"input_ids\": [5, 6, 7], \"completion_mask\": [0, 0, 1]}")).items().get(0);
        assertThat(row.ids()).containsExactly(5, 6, 7);
        assertThat(row.scored()).containsExactly(false, false, true);
        Item.Tokens csv = (Item.Tokens) DataFile.read(file("a.csv", "input_ids\n\"[5, 6]\"\n")).items().get(0);
        assertThat(csv.scored()).containsExactly(false, true);
    }

    @Test
    void plainTextIsOnePromptALine() throws IOException {
        DataFile read = DataFile.read(file("p.txt", "define: otter\n\n  define: anvil \n"));
        assertThat(read.items().stream().map(i -> text(((Item.Prompt) i).prompt())).toList()).containsExactly("define: otter", "  define: anvil ");
        assertThat(read.items().get(1).origin()).hasToString(folder.resolve("p.txt") + ": line 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "{\"prompt\": \"a\", \"completion\": 3} | column 'completion': expected text or messages, found NUMBER",
        "{\"prompt\": \"a\"} | column 'completion': is missing",
        "{\"prompt\": \"a\", \"completion\": | is no JSON",
        "[1] | expected an object, found ARRAY",
        "{\"prompt\": \"a\", \"completion\": [{\"role\": \"user\"}]} | expected messages",
        "{\"prompt\": \"a\", \"completion\": [{\"role\": \"user\", \"content\": \"x\"}]} | is messages where the row's other columns are text"})
    void badRowsAreNamedOrCounted(String bad, String problem) throws IOException {
        Path file = file("a.jsonl", "{\"prompt\": \"a\", \"completion\": \"b\"}\n" + bad + "\n{\"prompt\": \"c\", \"completion\": \"d\"}\n");
        assertThatThrownBy(() -> DataFile.read(file)).isInstanceOf(FormatException.class).hasMessageStartingWith(file + ": line 2: ").hasMessageContaining(problem);
        DataFile read = DataFile.read(file, new DataFile.Options(true, Map.of()));
        assertThat(read.items()).hasSize(2);
        assertThat(read.skipped()).singleElement().asString().startsWith("line 2: ").contains(problem);
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        Path unknown = file("u.jsonl", "{\"instruction\": \"a\", \"output\": \"b\"}");
        assertThatThrownBy(() -> DataFile.read(unknown)).hasMessageContaining("[instruction, output]").hasMessageContaining("chosen + rejected")
            .hasMessageContaining("Should 'instruction' be renamed to 'prompt'?");
        assertThatThrownBy(() -> DataFile.read(file("w.jsonl", "{\"prmpt\": \"a\"}"))).hasMessageContaining("Should 'prmpt' be renamed to 'prompt'?");
        DataFile renamed = DataFile.read(unknown, new DataFile.Options(false, Map.of("instruction", "prompt", "output", "completion")));
        assertThat(renamed.schema().kind()).isEqualTo(Kind.COMPLETION);
        assertThatThrownBy(() -> DataFile.read(folder.resolve("none.jsonl"))).isInstanceOf(FormatException.class).hasMessageContaining("no such file");
        assertThatThrownBy(() -> DataFile.read(file("a.parquet", "x"))).hasMessageContaining(".jsonl");
        assertThatThrownBy(() -> DataFile.read(file("e.jsonl", "\n\n"))).hasMessageContaining("holds no rows");
        assertThatThrownBy(() -> DataFile.read(file("a.csv", "prompt,completion\na\n"))).hasMessageContaining("line 2").hasMessageContaining("1 fields, expected 2");
        assertThatThrownBy(() -> DataFile.read(file("q.csv", "prompt\n\"a\nb\n"))).hasMessageContaining("line 2").hasMessageContaining("does not end");
        assertThatThrownBy(() -> DataFile.read(file("a.json", "[{\"prompt\": \"a\"},\n {\"prompt\": ]"))).hasMessageContaining("line 2");
        assertThatThrownBy(() -> DataFile.read(file("b.json", "[{\"prompt\": \"a\"}\n"))).isInstanceOf(FormatException.class);
        Files.write(folder.resolve("latin.jsonl"), "{\"prompt\": \"é\"}".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DataFile.read(folder.resolve("latin.jsonl"))).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> DataFile.read(file("d.csv", "prompt, prompt\na,b\n"))).hasMessageContaining("line 1").hasMessageContaining("'prompt' twice");
        assertThatThrownBy(() -> DataFile.read(file("u.csv", "prompt,\"completion\na,b\n"))).hasMessageContaining("header does not end");
        assertThatThrownBy(() -> DataFile.read(file("deep.jsonl", "{\"prompt\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}"))).hasMessageContaining("line 1");
        assertThatThrownBy(() -> DataFile.read(file("huge.json", "[{\"prompt\": \"" + "x".repeat(TextLines.LONGEST + 100_000) + "\"}]"))).hasMessageContaining("characters in a row");
        assertThatThrownBy(() -> DataFile.read(file("huge.csv", "prompt\n\"" + "x".repeat(TextLines.LONGEST)))).hasMessageContaining("is a quote missing?");
        assertThatThrownBy(() -> DataFile.read(file("m.jsonl", "{\"input_ids\": [1, 2], \"completion_mask\": [1, 1]}"))).hasMessageContaining("nothing predicts it");
        assertThatThrownBy(() -> DataFile.read(file("m.jsonl", "{\"input_ids\": [1, -2]}"))).hasMessageContaining("found -2 at position 1");
    }

    @Test
    void anyTextSurvivesSeparatedValues() throws IOException {
        String letters = "a\",\n\r;\t é🙂'";
        for (long seed = 0; seed < 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<List<String>> rows = new ArrayList<>();
            for (int r = 0; r < 1 + random.nextInt(4); r++) {
                rows.add(List.of(word(random, letters), word(random, letters)));
            }
            String csv = "prompt,completion\r\n" + rows.stream().map(r -> r.stream().map(c -> "\"" + c.replace("\"", "\"\"") + "\"")
                .collect(Collectors.joining(","))).collect(Collectors.joining("\r\n"));
            List<List<String>> read = DataFile.read(file("r.csv", csv)).items().stream().map(i -> (Item.Completion) i)
                .map(i -> List.of(text(i.prompt()), text(i.completion()))).toList();
            assertThat(read).as("seed %d", seed).isEqualTo(rows.stream().map(r -> r.stream().map(c -> c.replace("\r\n", "\n").replace('\r', '\n')).toList()).toList());
        }
    }

    private static String word(SplittableRandom random, String letters) {
        int[] points = letters.codePoints().toArray();
        return random.ints(random.nextInt(8), 0, points.length).map(i -> points[i])
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
