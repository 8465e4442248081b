package dev.plackett.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.event.StoppedException;
import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.report.MetricTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ranker is trained on a few words: all stages, a stop in the middle of training, and the folder that a judge opens. */
class RankerRunTest {

    @TempDir
    Path temp;

    @Test
    void stoppedWhileItTrainsItGoesOnToTheSameWeights() throws Exception {
        run("whole", StopSignal.none());
        AtomicInteger left = new AtomicInteger(7);
        assertThatThrownBy(() -> run("stopped", () -> left.decrementAndGet() < 0)).isInstanceOf(StoppedException.class);
        assertThat(temp.resolve("stopped/summary.json")).doesNotExist();
        run("stopped", StopSignal.none());
        assertThat(weights("stopped")).isEqualTo(weights("whole"));
        assertThat(Files.readString(temp.resolve("stopped/metrics.jsonl"))).isEqualTo(Files.readString(temp.resolve("whole/metrics.jsonl")));
        assertThat(MetricTable.read(temp.resolve("whole/metrics.jsonl")).series("accuracy").rows()).isNotEmpty();
        try (Judge judge = Judge.open(temp.resolve("whole/stages/002-train/model").toString(), Map.of())) {
            assertThat(judge.judge(List.of(new Contest("define: otter", List.of(" a mammal", " a tree")))).get(0).size()).isEqualTo(2);
        }
    }

    private void run(String name, StopSignal stop) throws Exception {
        RecipeRun.run(RecipeLoader.load("ranker", List.of("model.layers=1", "model.mlp=64", "model.sampled_words=12", "model.measured_words=10",
            "model.pooled_steps=2", "model.steps=3")), temp.resolve(name), false, "test", Map.of(), Listener.none(), stop);
    }

    private byte[] weights(String name) throws Exception {
        return Files.readAllBytes(temp.resolve(name).resolve("stages/002-train/model/model.safetensors"));
    }
}
