package dev.plackett.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void aLogGetsALineEveryTenSecondsWithTheTimeLeft() {
        AtomicLong clock = new AtomicLong();
        PlainProgress progress = new PlainProgress(err, clock::get);
        progress.on(new Event.StageStarted("sample", 40));
        for (int i = 1; i <= 100; i++) {
            clock.addAndGet(300_000_000L);
            progress.on(new Event.Progress("sample", i, 100, "prompts", "loss " + i));
        }
        progress.on(new Event.StageEnded("sample", 30));
        progress.on(new Event.Message(Event.Level.WARNING, "careful"));
        assertThat(text().lines()).containsExactly(
            "[00:00] sample (budget 40 s)",
            "[00:10] sample: 34 of 100 prompts, 34 %, loss 34, 20 s left",
            "[00:20] sample: 68 of 100 prompts, 68 %, loss 68, 9.6 s left",
            "[00:30] sample: done in 30 s (budget 40 s)",
            "[00:30] warning: careful");
    }

    @Test
    void aCommandWithoutStagesGetsTheTimeLeftSinceItBegan() {
        AtomicLong clock = new AtomicLong(30_000_000_000_000L);
        PlainProgress progress = new PlainProgress(err, clock::get);
        for (int i = 1; i <= 4; i++) {
            clock.addAndGet(6_000_000_000L);
            progress.on(new Event.Progress("generate", i, 4, "prompts", ""));
        }
        assertThat(text().lines()).containsExactly("[00:12] generate: 2 of 4 prompts, 50 %, 12 s left", "[00:24] generate: 4 of 4 prompts, 100 %, 0.0 s left");
    }

    @Test
    void aTerminalGetsABarPerStage() throws Exception {
        try (BarProgress progress = new BarProgress(err)) {
            progress.on(new Event.StageStarted("judge", 5));
            for (int i = 1; i <= 4; i++) {
                progress.on(new Event.Progress("judge", i, 4, "pairs", "acc 0.9"));
                Thread.sleep(300);
            }
            progress.on(new Event.StageEnded("judge", 1.2));
            progress.on(new Event.Message(Event.Level.INFO, "next"));
        }
        assertThat(text()).contains("judge", "4/4 pairs", "acc 0.9", "judge: 1.2 s (budget 5.0 s)", "next");
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
