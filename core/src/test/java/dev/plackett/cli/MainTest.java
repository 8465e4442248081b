package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    Path temp;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final PrintStream oldOut = System.out;
    private final PrintStream oldErr = System.err;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    @Test
    void aRunPrintsItsClaimsAndNothingElse() {
        String folder = temp.resolve("r").toString();
        assertThat(Main.execute("run", "counting", "--out", folder)).isZero();
        assertThat(text(out).lines()).hasSize(2).first().asString().startsWith("holds  It counts: 25.13, threshold 1");
        assertThat(text(err)).contains("round 1: shards", "done in");
        out.reset();
        assertThat(Main.execute("run", "--resume", folder)).isZero();
        assertThat(text(out)).startsWith("holds  It counts");
        assertThat(text(err)).contains("finished before");
    }

    @Test
    void mistakesHaveStatusTwoAndOneClearMessage() throws Exception {
        assertThat(Main.execute("run", "countng")).isEqualTo(2);
        assertThat(text(err)).contains("did you mean 'counting'?").doesNotContain("\tat ");
        assertThat(Main.execute("run", "counting", "--set", "stepz=1", "--set", "rounds=0")).isEqualTo(2);
        assertThat(text(err)).contains("2 problems:", "did you mean 'steps'?", "from 1 to 9, found '0'");
        assertThat(Main.execute("run")).isEqualTo(2);
        assertThat(Main.execute("rnu")).isEqualTo(2);
        assertThat(Main.execute()).isEqualTo(2);
        assertThat(Main.execute("run", "--resume", temp.toString())).isEqualTo(2);
        assertThat(Main.execute("run", "counting", "--resume", temp.toString())).isEqualTo(2);
        assertThat(Main.execute("run", "counting", "--plugins", "nowhere.jar")).isEqualTo(2);
        Files.writeString(temp.resolve("mine.txt"), "x");
        assertThat(Main.execute("run", "counting", "--out", temp.toString())).isEqualTo(2);
        assertThat(text(out)).isEmpty();
        assertThat(text(err)).doesNotContain("\tat ");
    }

    @Test
    void recipesAreListedAndPrinted() throws Exception {
        assertThat(Main.execute("recipes")).isZero();
        assertThat(text(out)).containsPattern("counting-full +Counts in rounds, over three seeds\\.");
        out.reset();
        assertThat(Main.execute("recipes", "counting-full")).isZero();
        assertThat(text(out)).contains("# How far one step goes.\n  size: 0.5\n");
        Path file = Files.writeString(temp.resolve("mine.yaml"), text(out));
        out.reset();
        assertThat(Main.execute("validate", file.toString())).isZero();
        assertThat(text(out)).isEqualTo("mine: valid (counting)\nmemory: about 1 MB\n");
    }

    @Test
    void helpTeachesByExample() {
        for (String command : new String[] {"run", "recipes", "validate"}) {
            out.reset();
            assertThat(Main.execute(command, "--help")).isZero();
            assertThat(text(out)).contains("Usage: plackett " + command, "Examples:");
        }
        out.reset();
        assertThat(Main.execute("--version")).isZero();
        assertThat(text(out)).contains("libtorch 2.10");
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
