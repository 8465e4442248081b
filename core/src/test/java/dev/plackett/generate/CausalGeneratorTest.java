package dev.plackett.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.StoppedException;
import dev.plackett.io.SafetensorsFile;
import dev.plackett.model.CausalModel;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.Want;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CausalGeneratorTest {

    @ParameterizedTest
    @ValueSource(strings = {"llama", "llama31-rope", "mistral", "qwen2", "qwen3", "phi3", "smollm3", "gemma3", "gpt2"})
    void greedyEqualsTransformersWithAndWithoutPadding(String name) {
        Path folder = Fixtures.path("models/" + name);
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(folder, ScalarType.Float);
             SafetensorsFile golden = SafetensorsFile.open(folder.resolve("golden.safetensors"))) {
            int[][] padded = matrix(golden, "greedy_left_padded_input");
            int[][] mask = matrix(golden, "greedy_left_padded_mask");
            int[][] want = matrix(golden, "greedy_left_padded");
            List<int[]> prompts = new ArrayList<>();
            for (int i = 0; i < padded.length; i++) {
                int skip = mask[i].length - Arrays.stream(mask[i]).sum();
                prompts.add(Arrays.copyOfRange(padded[i], skip, padded[i].length));
            }
            List<Continuation> got = new CausalGenerator(model, 16).generate(Prompt.of(prompts), 1, Sampling.greedy(16, Set.of()), Seeds.of(0), n -> {});
            for (int i = 0; i < padded.length; i++) {
                assertThat(got.get(i).ids()).containsExactly(Arrays.copyOfRange(want[i], padded[i].length, want[i].length));
                assertThat(got.get(i).samplingLogp()).isZero();
            }
            int[] first = Arrays.copyOf(matrix(golden, "input_ids")[0], 7);
            int[] greedy = Arrays.stream(Tensors.toLongs(golden.read("greedy"))).mapToInt(Math::toIntExact).toArray();
            Continuation one = new CausalGenerator(model, 1).generate(Prompt.of(List.of(first)), 1, Sampling.greedy(16, Set.of()), Seeds.of(0), n -> {}).get(0);
            assertThat(one.ids()).containsExactly(Arrays.copyOfRange(greedy, greedy.length - 16, greedy.length));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llama", "mistral", "gemma3", "gpt2"})
    void samplesDependOnSeedPromptAndNumberAloneAndTheirLogLikelihoodsAreTheScorers(String name) {
        Path folder = Fixtures.path("models/" + name);
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(folder, ScalarType.Float)) {
            List<int[]> prompts = List.of(new int[] {1, 5, 9}, new int[] {1, 7}, new int[] {1, 40, 41, 42, 43, 44, 45, 46, 47}, new int[] {1, 5, 9});
            List<Continuation> free = new CausalGenerator(model, 64).generate(Prompt.of(prompts), 4, Sampling.at(1, 12, Set.of()), Seeds.of(7), n -> {});
            // A peaked model may draw one sample twice, not all four.
            int[][] drawn = free.stream().map(Continuation::ids).toArray(int[][]::new);
            assertThat(Arrays.copyOfRange(drawn, 0, 4)).as("the same prompt twice draws anew").satisfies(four -> assertThat(Arrays.deepEquals(four, Arrays.copyOfRange(drawn, 12, 16))).isFalse());
            Sampling sampling = Sampling.at(1, 12, Arrays.stream(free.get(0).ids(), 5, 8).boxed().collect(Collectors.toSet()));
            List<Continuation> all = new CausalGenerator(model, 64).generate(Prompt.of(prompts), 4, sampling, Seeds.of(7), n -> {});
            List<Continuation> few = new CausalGenerator(model, 3).generate(Prompt.of(prompts), 4, sampling, Seeds.of(7), n -> {});
            assertThat(all).hasSize(16);
            assertThat(all.stream().map(Continuation::ids).anyMatch(ids -> ids.length < 12)).isTrue();
            for (int i = 0; i < all.size(); i++) {
                Continuation c = all.get(i);
                assertThat(few.get(i).ids()).as("sample %d", i).containsExactly(c.ids());
                double logp = new CausalScorer(model).score(TokenBatch.of(Row.of(prompts.get(c.prompt()), c.ids())), Want.SEQUENCES).values()[0];
                assertThat(c.logp()).isCloseTo(logp, within(1e-4));
                assertThat(c.samplingLogp()).isCloseTo(logp, within(1e-4));
                assertThat(c.stopped()).isEqualTo(sampling.stop().contains(c.ids()[c.ids().length - 1]));
            }
        }
    }

    @Test
    void askedToStopItLeavesNothingBehind() {
        try (Scope scope = Scope.open(); Decoder model = Decoder.initialised(Llama.plan(new CausalModel.Shape(20, 8, 1, 2, 2, 4, 64), 12, 1, 2, Optional.of(0)), Seeds.of(1),
                ScalarType.Float, ScalarType.Float)) {
            List<Prompt> prompts = Prompt.of(List.of(new int[] {1, 5, 9}, new int[] {1, 7}));
            for (int tokens : new int[] {0, 1, 7, 20}) {
                long alive = Scope.alive();
                AtomicInteger left = new AtomicInteger(tokens);
                CausalGenerator generator = new CausalGenerator(model, 3, () -> left.decrementAndGet() < 0);
                assertThatThrownBy(() -> generator.generate(prompts, 2, Sampling.at(1, 16, Set.of()), Seeds.of(1), n -> {})).isInstanceOf(StoppedException.class);
                assertThat(Scope.alive()).as("after %d tokens", tokens).isEqualTo(alive);
            }
        }
    }

    @Test
    void truncationKeepsTheRightTokens() {
        float[] probability = {0.5f, 0.3f, 0.15f, 0.05f};
        assertThat(reached(new Sampling(1, 2, 1, 0, 1, Set.of()), probability)).containsExactly(0, 1);
        assertThat(reached(new Sampling(1, 0, 0.79, 0, 1, Set.of()), probability)).containsExactly(0, 1);
        assertThat(reached(new Sampling(1, 0, 0.81, 0, 1, Set.of()), probability)).containsExactly(0, 1, 2);
        assertThat(reached(new Sampling(1, 0, 1, 0.29, 1, Set.of()), probability)).containsExactly(0, 1, 2);
        assertThat(reached(new Sampling(1, 0, 1, 0, 1, Set.of()), probability)).containsExactly(0, 1, 2, 3);
        TokenSampler.Draw draw = new TokenSampler(new Sampling(1, 2, 1, 0, 1, Set.of())).draw(probability, 0, 4, Seeds.of(3));
        assertThat(draw.samplingLogp()).isCloseTo(draw.logp() - Math.log(0.8), within(1e-6));
    }

    private static int[] reached(Sampling sampling, float[] probability) {
        TokenSampler sampler = new TokenSampler(sampling);
        return java.util.stream.LongStream.range(0, 2000).mapToInt(i -> sampler.draw(probability, 0, 4, Seeds.of(1).at(i)).token()).distinct().sorted().toArray();
    }

    private static int[][] matrix(SafetensorsFile file, String name) {
        long[] shape = file.entries().get(name).shape();
        int[] all = Arrays.stream(Tensors.toLongs(file.read(name))).mapToInt(Math::toIntExact).toArray();
        int width = (int) shape[1];
        int[][] out = new int[(int) shape[0]][];
        for (int i = 0; i < out.length; i++) {
            out[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
        }
        return out;
    }
}
