package dev.plackett.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Branch;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with transformers on its own numbers. */
class LlamaTest {

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama31-rope"})
    void logitsLogLikelihoodsAndGradientsEqualTransformers(String name) {
        Path folder = Fixtures.path("models/" + name);
        try (Scope scope = Scope.open(); Llama model = Llama.trainable(folder, ScalarType.Float, ScalarType.Float);
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
                    assertThat(error).as(parameter).isLessThan(1e-3);
                    compared++;
                }
            }
            assertThat(compared).isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama31-rope"})
    void savedModelAndOlderDialectGiveTheSameLogits(String name) throws Exception {
        Path folder = Fixtures.path("models/" + name);
        Path classic = temporary.resolve("classic");
        Files.createDirectories(classic);
        Files.copy(folder.resolve("config.classic.json"), classic.resolve("config.json"));
        Files.copy(folder.resolve("model.safetensors"), classic.resolve("model.safetensors"));
        int[] ids = {1, 5, 17, 42, 3, 9};
        try (Scope scope = Scope.open(); Llama model = Llama.frozen(folder, ScalarType.Float); Llama older = Llama.frozen(classic, ScalarType.Float)) {
            model.save(temporary.resolve("saved"), ScalarType.Float);
            Tensor want = logits(model, ids, ids.length);
            assertThat(torch.equal(want, logits(older, ids, ids.length))).isTrue();
            try (Llama again = Llama.frozen(temporary.resolve("saved"), ScalarType.Float)) {
                assertThat(torch.equal(want, logits(again, ids, ids.length))).isTrue();
            }
        }
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

    private static Tensor logits(Llama model, int[] ids, int length) {
        int[] row = Arrays.copyOf(ids, length);
        TokenLayout layout = TokenLayout.of(TokenBatch.of(Row.of(row, new int[] {0})), model.shape());
        Tensor hidden = model.hidden(Tensors.of(layout.ids()), Tensors.of(layout.positions()),
            new LayoutAttention(layout, ScalarType.Float)).detach().narrow(0, 0, length);
        return torch.mm(hidden, model.parameters().master(model.headName()).t());
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
