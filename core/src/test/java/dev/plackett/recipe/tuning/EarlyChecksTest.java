package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.event.Listener;
import dev.plackett.event.StopSignal;
import dev.plackett.io.FormatException;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.io.SafetensorsWriter;
import dev.plackett.recipe.RecipeLoader;
import dev.plackett.recipe.RecipeRun;
import dev.plackett.recipe.TinyModel;
import dev.plackett.recipe.bind.InvalidConfigException;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a model or an adapter shows before the first stage has done any work. */
class EarlyChecksTest {

    @TempDir
    Path temp;
    private Path model;

    @BeforeEach
    void files() throws Exception {
        model = TinyModel.write(temp.resolve("model"));
        Files.write(temp.resolve("preference.jsonl"), IntStream.range(0, 8).mapToObj(i -> "{\"prompt\": \"say " + i
            + "\", \"chosen\": \" yes\", \"rejected\": \" no\"}").toList());
        Files.write(temp.resolve("sft.jsonl"), IntStream.range(0, 8).mapToObj(i -> "{\"prompt\": \"say " + i + "\", \"completion\": \" yes\"}").toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"preference|[q_prjo]|'q_prjo' names no projection of this model; did you mean 'q_proj'?",
        "sft|[q_proj, attention]|'attention' names no projection of this model; there are q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj",
        "sft|[model.layers.1.mlp.up_proj]|'model.layers.1.mlp.up_proj' names no projection"})
    void modulesThatTheModelHasNotAreNamedBeforeTheRunBegins(String kind, String modules, String problem) {
        assertThatThrownBy(() -> run(kind, "training.lora={r: 4, target_modules: " + modules + "}")).isInstanceOf(InvalidConfigException.class)
            .hasMessageContaining("training.lora.target_modules: " + problem);
        assertThat(temp.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[q_proj]", "[all-linear]", "[model.layers.0.mlp.up_proj, v_proj]"})
    void modulesThatItHasTrain(String modules) throws Exception {
        run("sft", "training.lora={r: 4, target_modules: " + modules + "}");
        assertThat(temp.resolve("run/summary.json")).exists();
    }

    @ParameterizedTest
    @CsvSource({"preference, model, NaN", "sft, model, Infinity", "preference, reference_model, NaN"})
    void numbersThatAreNoneAreNamedBeforeRowsAreRead(String kind, String key, double wrong) throws Exception {
        Path broken = TinyModel.write(temp.resolve("broken"));
        Path file = broken.resolve("model.safetensors");
        try (Scope scope = Scope.open(); SafetensorsFile read = SafetensorsFile.open(file)) {
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            read.entries().keySet().forEach(name -> tensors.put(name, read.read(name)));
            tensors.computeIfPresent("model.norm.weight", (name, weight) -> weight.add(Tensors.scalar(wrong)));
            SafetensorsWriter.write(file, tensors, Map.of());
        }
        assertThatThrownBy(() -> run(kind, key + "=" + broken)).isInstanceOf(FormatException.class)
            .hasMessageContaining(broken + ": weights: tensor 'model.norm.weight' holds a number that is not finite");
        assertThat(temp.resolve("run/stages")).as("where a stage works").doesNotExist();
    }

    private void run(String kind, String setting) throws Exception {
        List<String> settings = List.of("model=" + model, "data=" + temp.resolve(kind + ".jsonl"), "training.learning_rate=1e-3", setting);
        RecipeRun.run(RecipeLoader.load(kind, settings), temp.resolve("run"), false, "test", Map.of(), Listener.none(), StopSignal.none());
    }
}
