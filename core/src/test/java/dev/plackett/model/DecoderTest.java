package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with transformers on its own numbers. */
class DecoderTest {

    private static final double GRADIENT = 1e-3;

    /** The architectures of the fixtures. */
    static List<String> architectures() {
        return List.of("llama", "llama31-rope", "mistral", "qwen2", "qwen3", "phi3", "smollm3", "gemma3", "gpt2");
    }


    @TempDir
    Path temporary;

    @ParameterizedTest
    @MethodSource("architectures")
    void logitsLogLikelihoodsAndGradientsEqualTransformers(String name) {
        Path folder = Fixtures.path("models/" + name);
        try (Scope scope = Scope.open(); Decoder model = Decoder.trainable(folder, ScalarType.Float, ScalarType.Float);
             SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"))) {
            List<int[]> ids = rows(golden, "input_ids");
            List<int[]> completion = rows(golden, "completion_mask");
            int[] lengths = rows(golden, "attention_mask").stream().mapToInt(m -> Arrays.stream(m).sum()).toArray();
            double[] tokenLogps = Tensors.toDoubles(golden.read("token_logps"));
            double[] sequenceLogps = Tensors.toDoubles(golden.read("sequence_logps"));
            CausalScorer scorer = new CausalScorer(model);

            List<Row> whole = new ArrayList<>();
            List<Row> scored = new ArrayList<>();
            for (int i = 0; i < ids.size(); i++) {
                int[] row = Arrays.copyOf(ids.get(i), lengths[i]);
                whole.add(Row.of(Arrays.copyOf(row, 1), Arrays.copyOfRange(row, 1, row.length)));
                scored.add(masked(row, completion.get(i)));
            }
            Scores tokens = scorer.score(new TokenBatch(whole), Want.TOKENS);
            int width = ids.get(0).length - 1;
            for (int i = 0; i < ids.size(); i++) {
                for (int t = 0; t < lengths[i] - 1; t++) {
                    assertThat(tokens.values()[tokens.sequenceStart()[i] + t]).isCloseTo(tokenLogps[i * width + t], within(1e-4));
                }
            }
            for (int i = 0; i < ids.size(); i++) {
                Tensor expected = golden.read("logits").select(0, i).narrow(0, 0, lengths[i]);
                assertThat(logits(model, ids.get(i), lengths[i]).sub(expected).abs().max().item_double()).as("logits of row %d", i).isLessThan(1e-4);
            }

            try (Tape tape = scorer.record(new TokenBatch(scored), Want.SEQUENCES)) {
                for (int i = 0; i < ids.size(); i++) {
                    assertThat(tape.scores().values()[i]).isCloseTo(sequenceLogps[i], within(1e-3));
                }
                tape.backward(new double[] {1, 0, 0});
            }
            int compared = 0;
            for (String parameter : golden.entries().keySet()) {
                if (parameter.startsWith("grad.")) {
                    Tensor want = golden.read(parameter);
                    Tensor got = model.parameters().gradient(parameter.substring(5));
                    double error = got.sub(want).norm().item_double() / Math.max(want.norm().item_double(), 1e-6);
                    assertThat(error).as(parameter).isLessThan(GRADIENT);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void aSavedModelGivesTheSameLogits(String name) {
        int[] ids = {1, 5, 17, 42, 3, 9, 4, 4, 61, 12};
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(Fixtures.path("models/" + name), ScalarType.Float)) {
            model.save(temporary.resolve("saved"), ScalarType.Float);
            try (Decoder again = Decoder.frozen(temporary.resolve("saved"), ScalarType.Float)) {
                assertThat(torch.equal(logits(model, ids, ids.length), logits(again, ids, ids.length))).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama31-rope", "qwen2"})
    void theOlderDialectIsTheSameModel(String name) throws Exception {
        Path folder = Fixtures.path("models/" + name);
        Path classic = temporary.resolve("classic");
        Files.createDirectories(classic);
        Files.copy(folder.resolve("config.classic.json"), classic.resolve("config.json"));
        Files.copy(folder.resolve("model.safetensors"), classic.resolve("model.safetensors"));
        int[] ids = {1, 5, 17, 42, 3, 9};
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(folder, ScalarType.Float); Decoder older = Decoder.frozen(classic, ScalarType.Float)) {
            assertThat(torch.equal(logits(model, ids, ids.length), logits(older, ids, ids.length))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void sharedPromptsAndRecomputedBlocksChangeNothing(String name) {
        try (Scope scope = Scope.open(); Decoder model = Decoder.trainable(Fixtures.path("models/" + name), ScalarType.Float, ScalarType.Float)) {
            int[] prompt = {1, 7, 30, 22, 5, 9, 14, 3, 3, 60, 11};
            int[][] answers = {{4, 8, 15, 16, 23, 42, 8, 4, 17}, {50, 51}, {9}};
            TokenBatch shared = TokenBatch.of(Row.of(prompt, answers));
            TokenBatch separate = new TokenBatch(Arrays.stream(answers).map(a -> Row.of(prompt, a)).toList());
            Tensor want = gradient(model, model, separate);
            double norm = want.norm().item_double();
            assertThat(gradient(model, model, shared).sub(want).norm().item_double() / norm).as("shared").isLessThan(1e-5);
            assertThat(gradient(model, model.recomputing(), separate).sub(want).norm().item_double() / norm).as("recomputed").isLessThan(1e-6);
        }
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void anAdapterLearnsMergesAndComesBack(String name) throws Exception {
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(Fixtures.path("models/" + name), ScalarType.Float);
             Decoder adapted = model.with(LoraAdapter.initialised(LoraConfig.of(3, 6, "all-linear"), model, Seeds.of(1), ScalarType.Float))) {
            TokenBatch batch = TokenBatch.of(Row.of(new int[] {1, 7, 30}, new int[] {4, 8, 15}, new int[] {50, 51}));
            double[] before = new CausalScorer(model).score(batch, Want.SEQUENCES).values();
            assertThat(new CausalScorer(adapted).score(batch, Want.SEQUENCES).values()).as("a new adapter changes nothing").containsExactly(before, within(1e-5));
            Tensor slope = gradient(adapted, adapted, batch);
            assertThat(gradient(adapted, adapted.recomputing(), batch).sub(slope).norm().item_double() / slope.norm().item_double()).isLessThan(1e-5);
            try (NoGradGuard off = new NoGradGuard()) {
                adapted.parameters().flat().add_(slope.mul(Tensors.scalar(0.05 / slope.norm().item_double())));
            }
            double[] after = new CausalScorer(adapted).score(batch, Want.SEQUENCES).values();
            assertThat(Arrays.stream(after).sum()).as("a step along the gradient").isGreaterThan(Arrays.stream(before).sum());
            assertThat(new CausalScorer(model).score(batch, Want.SEQUENCES).values()).as("the reference stays").isEqualTo(before);

            adapted.save(temporary.resolve("merged"), ScalarType.Float);
            adapted.adapter().orElseThrow().save(temporary.resolve("adapter"), ScalarType.Float);
            try (Decoder merged = Decoder.frozen(temporary.resolve("merged"), ScalarType.Float);
                 Decoder again = model.with(LoraAdapter.frozen(temporary.resolve("adapter"), model))) {
                assertThat(new CausalScorer(merged).score(batch, Want.SEQUENCES).values()).containsExactly(after, within(1e-3));
                assertThat(new CausalScorer(again).score(batch, Want.SEQUENCES).values()).containsExactly(after, within(1e-5));
            }
        }
    }

    @Test
    void anAdapterOfPeftGivesItsLogits() {
        Path folder = Fixtures.path("models/llama-lora");
        Path base = Fixtures.path("models/llama");
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(base, ScalarType.Float); Decoder adapted = model.with(LoraAdapter.frozen(folder, model));
             SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"));
             SafetensorsFile inputs = SafetensorsFile.open(base.resolve("golden.safetensors"))) {
            List<int[]> ids = rows(inputs, "input_ids");
            int[] lengths = rows(inputs, "attention_mask").stream().mapToInt(m -> Arrays.stream(m).sum()).toArray();
            for (int i = 0; i < ids.size(); i++) {
                Tensor expected = golden.read("logits").select(0, i).narrow(0, 0, lengths[i]);
                assertThat(logits(adapted, ids.get(i), lengths[i]).sub(expected).abs().max().item_double()).as("row %d", i).isLessThan(1e-4);
                assertThat(logits(model, ids.get(i), lengths[i]).sub(expected).abs().max().item_double()).as("without it, row %d", i).isGreaterThan(1e-2);
            }
        }
    }

    /** The gradient of the sum of all sequences' log-likelihoods. */
    private static Tensor gradient(Decoder parameters, CausalModel model, TokenBatch batch) {
        parameters.parameters().zeroGradient();
        try (Tape tape = new CausalScorer(model).record(batch, Want.SEQUENCES)) {
            double[] ones = new double[tape.scores().values().length];
            Arrays.fill(ones, 1);
            tape.backward(ones);
        }
        return parameters.parameters().gradient().clone();
    }

    private static Row masked(int[] ids, int[] mask) {
        int first = 1;
        while (mask[first] == 0) {
            first++;
        }
        boolean[] scored = new boolean[ids.length - first];
        for (int i = 0; i < scored.length; i++) {
            scored[i] = mask[first + i] == 1;
        }
        return new Row(Arrays.copyOf(ids, first), List.of(new Branch(Arrays.copyOfRange(ids, first, ids.length), scored, 0)));
    }

    private static Tensor logits(CausalModel model, int[] ids, int length) {
        int[] row = Arrays.copyOf(ids, length);
        TokenLayout layout = TokenLayout.of(TokenBatch.of(Row.of(row, new int[] {0})), model.shape());
        Tensor hidden = model.hidden(Tensors.of(layout.ids()), Tensors.of(layout.positions()),
            new LayoutAttention(layout, ScalarType.Float, model.windows())).detach().narrow(0, 0, length);
        return torch.mm(hidden, model.head().store().master(model.head().weight()).t());
    }

    private static List<int[]> rows(SafetensorsFile file, String name) {
        long[] shape = file.entries().get(name).shape();
        long[] all = Tensors.toLongs(file.read(name));
        List<int[]> out = new ArrayList<>();
        for (int i = 0; i < shape[0]; i++) {
            out.add(Arrays.stream(all, (int) (i * shape[1]), (int) ((i + 1) * shape[1])).mapToInt(Math::toIntExact).toArray());
        }
        return out;
    }
}
