package dev.plackett;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Event;
import dev.plackett.event.StoppedException;
import dev.plackett.recipe.TinyModel;
import dev.plackett.recipe.bind.InvalidConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlackettTest {

    @TempDir
    Path temp;

    @Test
    void aRunIsHeardStoppedAndFinished() throws Exception {
        Path pairs = temp.resolve("pairs: #1.jsonl");
        Files.write(pairs, IntStream.range(0, 40).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"chosen\": \" a\", \"rejected\": \" b\"}").toList());
        List<Long> steps = new ArrayList<>();
        Plackett tuning = Plackett.recipe("preference").set("model", TinyModel.write(temp.resolve("model"))).set("data", pairs)
            .set("options", "{beta: 0.2}").set("training", Map.of("batch_size", 8, "learning_rate", 1e-2)).set("training.num_train_epochs", 2)
            .listener(event -> {
                if (event instanceof Event.Progress p && p.unit().equals("steps")) {
                    steps.add(p.done());
                }
            });
        assertThatThrownBy(() -> tuning.stop(() -> steps.size() >= 3).run(temp.resolve("run"))).isInstanceOf(StoppedException.class);
        assertThat(steps).containsExactly(1L, 2L, 3L);
        Plackett.Run run = tuning.run(temp.resolve("run"));
        assertThat(steps).as("it goes on with the next update").containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(run.result("model").resolve("model.safetensors")).exists();
        assertThat(run.metrics().series("evaluation").last("rewards/margins")).isPositive();
        assertThatThrownBy(() -> run.result("modl")).isInstanceOf(NoSuchElementException.class).hasMessageContaining("[model]");
        assertThat(tuning.run(temp.resolve("run")).summary()).as("a finished run returns at once").hasToString(run.summary().toString());
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Plackett.recipe("preferences").run(temp.resolve("run"))).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("did you mean 'preference'");
        assertThatThrownBy(() -> Plackett.recipe("preference").set("training.lerning_rate", 1).run(temp.resolve("run")))
            .isInstanceOf(InvalidConfigException.class).hasMessageContaining("learning_rate");
    }
}
