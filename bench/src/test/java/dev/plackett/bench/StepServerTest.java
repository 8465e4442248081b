package dev.plackett.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.text.BpeTrainer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every workload on a tiny model, through the protocol that the driver speaks. */
class StepServerTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void writeModel() throws IOException {
        String words = "the cat sat on a mat and the dog ran to a log ";
        int size = new BpeTrainer().add(words.repeat(20)).train(280, Map.of("bos_token", "<s>", "eos_token", "</s>"), folder);
        try (Scope scope = Scope.open();
             CausalModel model = Decoder.initialised(Llama.plan(new CausalModel.Shape(size, 32, 2, 4, 2, 8, 64), 48, 0, 1, Optional.empty()),
                 Seeds.of(1), ScalarType.Float, ScalarType.Float)) {
            model.save(folder, ScalarType.Float);
        }
        Files.writeString(folder.resolve("pairs.jsonl"), """
            {"prompt": "the cat", "chosen": " sat on a mat", "rejected": " ran"}
            {"prompt": "the dog", "chosen": " ran to a log and sat", "rejected": " sat on"}
            {"prompt": "a mat", "chosen": " and", "rejected": " and a dog"}
            """);
    }

    @Test
    void trainingStepsAnswerTheProtocol() {
        for (ScalarType compute : List.of(ScalarType.Float, ScalarType.BFloat16)) {
            answersTheProtocol(() -> TrainingStep.plain(folder, compute, 2, 16, 4096));
            answersTheProtocol(() -> TrainingStep.preference(folder, compute, 2, 4096));
        }
    }

    @Test
    void generationAnswersTheProtocol() {
        answersTheProtocol(() -> SampleGeneration.of(folder, ScalarType.Float, 3, 2, 5));
    }

    @Test
    void updatesOfAnUnnormalisedModelAnswerTheProtocol() {
        answersTheProtocol(() -> EnergyStep.of(EnergyStep.plan(2, true, 0, 8, 8), EnergyStep.noise(2, true), 16, 3));
        answersTheProtocol(() -> EnergyStep.of(EnergyStep.plan(5, false, 8, 8), EnergyStep.noise(5, false), 16, 1));
    }

    private static void answersTheProtocol(Supplier<Workload> opened) {
        // What is kept once per process, such as an operator's handle, is no leftover.
        try (Workload first = opened.get()) {
            StepServer.serve(first, new BufferedReader(new StringReader("\n")), new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long before = Scope.alive();
        try (Workload workload = opened.get()) {
            StepServer.serve(workload, new BufferedReader(new StringReader("\n\n\n")), new PrintStream(out, true, StandardCharsets.UTF_8));
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("READY");
        assertThat(lines.subList(1, 4)).allMatch(l -> l.matches("STEP \\d+\\.\\d{4} \\d+\\.\\d{4}"));
        assertThat(lines.get(4)).matches("HWM \\d+");
        assertThat(Scope.alive()).as("native objects left over").isEqualTo(before);
    }
}
