package dev.plackett.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The driver, with shell scripts as servers. */
@DisabledOnOs(OS.WINDOWS)
class InterleavingTest {

    /** Its i-th step says that it took i times {@code seconds}. */
    private static String server(int seconds) {
        return "sh -c 'echo noise; echo READY; i=0; while read -r line; do i=$((i + 1)); echo \"STEP $((i * " + seconds + ")).5 2.0\"; done; echo HWM 4096'";
    }

    @Test
    void theWarmUpIsLeftOutAndLevelsAreKeptApart() {
        List<StepProcess> servers = new ArrayList<>();
        try {
            servers.add(StepProcess.start("slow", server(10)));
            servers.add(StepProcess.start("fast", server(1)));
            servers.forEach(StepProcess::awaitReady);
            List<Interleaving.Series> series = new Interleaving(3, 1, List.of(0, 2)).run(servers);
            // Steps 1 and 2 are the warm-up's; then idle and busy take turns.
            assertThat(series.get(0).steps().get(0)).extracting(StepProcess.Timing::wall).containsExactly(30.5, 50.5, 70.5);
            assertThat(series.get(0).median(2)).isEqualTo(60.5);
            assertThat(series.get(1).median(0)).isEqualTo(5.5);
            assertThat(series.get(1).min(2)).isEqualTo(4.5);
            assertThat(series.get(1).max(2)).isEqualTo(8.5);
            assertThat(series.get(1).cpu(0)).isEqualTo(2);
            assertThat(series.get(1).peakMegabytes()).isEqualTo(4);
        } finally {
            servers.forEach(StepProcess::close);
        }
    }

    @Test
    void aServerThatDiesIsNamed() {
        try (StepProcess dead = StepProcess.start("dead", "echo READY")) {
            dead.awaitReady();
            assertThatThrownBy(dead::step).isInstanceOf(IllegalStateException.class).hasMessageContaining("dead ended");
        }
    }
}
