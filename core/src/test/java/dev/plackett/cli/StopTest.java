package dev.plackett.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.event.StopSignal;
import dev.plackett.recipe.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that keep nothing end soon after a signal too, with status 1, which {@link Main} turns into the signal's. */
class StopTest {

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
        Session.start(StopSignal.none(), new String[0]);
        System.setOut(oldOut);
        System.setErr(oldErr);
    }

    @Test
    void generateStopsBeforeTheNextToken() {
        String model = TinyModel.write(temp.resolve("model")).toString();
        stopped(4, "generate", "--model", model, "--prompt", "say a word", "--max-new", "30", "--ignore-eos");
    }

    @Test
    void scoreStopsBeforeTheNextMicroBatch() throws Exception {
        String model = TinyModel.write(temp.resolve("model")).toString();
        Path rows = Files.writeString(temp.resolve("rows.jsonl"), "{\"prompt\": \"say a word or say two\", \"completion\": \" words\"}\n".repeat(2000));
        stopped(2, "score", "--model", model, "--data", rows.toString());
    }

    @Test
    void judgeStopsBeforeTheNextShard() throws Exception {
        Path rows = Files.writeString(temp.resolve("rows.jsonl"), "{\"prompt\": \"p\", \"candidates\": [\"a\", \"bb\"]}\n".repeat(500));
        Session.start(after(2, new AtomicInteger()), new String[0]);
        assertThat(Main.execute("judge", "--judge", "longer", "--data", rows.toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(128);
    }

    /** Asked for the (n+1)th time, the signal is there, and nothing asks again. */
    private void stopped(int n, String... args) {
        AtomicInteger asked = new AtomicInteger();
        Session.start(after(n, asked), args);
        assertThat(Main.execute(args)).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("stopped").doesNotContain("\tat ");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(asked.get()).isEqualTo(n + 1);
    }

    private static StopSignal after(int n, AtomicInteger asked) {
        return () -> asked.incrementAndGet() > n;
    }
}
