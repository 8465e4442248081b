package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.io.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class JudgeCommandTest {

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

    private int run(String rows, String... arguments) throws IOException {
        Path data = Files.writeString(folder.resolve("answers.jsonl"), rows);
        String[] all = new String[arguments.length + 3];
        all[0] = "judge";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[all.length - 2] = "--data";
        all[all.length - 1] = data.toString();
        return Main.execute(all);
    }

    private static final String GOOD = "{\"prompt\": \"q\", \"candidates\": [\"a\", \"b\"]}\n";

    @Test
    void oneLinePerRow() throws IOException {
        assertThat(run("{\"prompt\": \"q\", \"candidates\": [\"bb\", \"a\", \"ccc\"]}\n{\"prompt\": \"q\", \"candidates\": [\"a\", \"b\"]}\n", "--judge", "longer"))
            .as(complaints.toString(StandardCharsets.UTF_8)).isZero();
        String[] lines = results.toString(StandardCharsets.UTF_8).split("\n");
        assertThat(lines).hasSize(2);
        JsonNode first = Json.MAPPER.readTree(lines[0]);
        assertThat(first.get("P").get(0).get(1).doubleValue()).isEqualTo(1);
        assertThat(first.get("phat").get(2).doubleValue()).isCloseTo(2.5 / 3, within(1e-12));
        assertThat(first.get("chosen").intValue()).isEqualTo(2);
        assertThat(first.get("rejected").intValue()).isEqualTo(1);
        assertThat(Json.MAPPER.readTree(lines[1]).get("score").get(0).doubleValue()).isEqualTo(0.5);
    }

    @Test
    void badRowsAndWrongJudgesAreNamed() throws IOException {
        assertThat(run("{\"prompt\": \"q\", \"candidates\": [\"a\", \"b\"]}\n{\"prompt\": \"q\", \"candidates\": [\"a\"]}\n", "--judge", "longer")).isEqualTo(2);
        assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("answers.jsonl: line 2", "at least two \"candidates\"");
        assertThat(run(GOOD, "--judge", "larger")).isEqualTo(2);
        assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("did you mean 'longer'?");
        assertThat(run(GOOD, "--ranker", "no-such-folder")).isEqualTo(2);
        assertThat(complaints.toString(StandardCharsets.UTF_8)).contains("there is no folder no-such-folder");
        assertThat(run(GOOD, "--ranker", "x", "--judge", "longer")).isEqualTo(2);
    }
}
