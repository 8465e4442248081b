package dev.plackett.generate;

import static dev.plackett.Refusals.call;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.Refusals;
import dev.plackett.model.CausalModel;
import dev.plackett.model.Decoder;
import dev.plackett.model.architecture.Llama;
import dev.plackett.tensor.Scope;
import dev.plackett.tensor.Seeds;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentsTest {

    private static final Sampling GREEDY = Sampling.greedy(4, Set.of());

    private static Decoder model;

    @BeforeAll
    static void open() {
        model = Decoder.initialised(Llama.plan(new CausalModel.Shape(20, 8, 1, 2, 2, 4, 16), 12, 1, 2, Optional.of(0)), Seeds.of(1), ScalarType.Float, ScalarType.Float);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static List<Continuation> generate(int samples, int... ids) {
        return new CausalGenerator(model, 4).generate(Prompt.of(List.of(ids)), samples, GREEDY, Seeds.of(1), n -> { });
    }

    static Stream<Arguments> calls() {
        return Stream.of(
            call("temperature", () -> Sampling.at(-1, 4, Set.of()), "temperature is -1"),
            call("no temperature", () -> Sampling.at(Double.NaN, 4, Set.of()), "temperature is NaN"),
            call("top-k", () -> new Sampling(1, -1, 1, 0, 4, Set.of()), "top-k is -1"),
            call("top-p", () -> new Sampling(1, 0, 0, 0, 4, Set.of()), "top-p is 0"),
            call("top-p above 1", () -> new Sampling(1, 0, 1.1, 0, 4, Set.of()), "top-p is 1.1"),
            call("min-p", () -> new Sampling(1, 0, 1, 1, 4, Set.of()), "min-p is 1"),
            call("max-new", () -> Sampling.greedy(0, Set.of()), "max-new is 0"),
            call("concurrent", () -> new CausalGenerator(model, 0), "0 continuations"),
            call("samples", () -> generate(0, 1), "samples is 0"),
            call("more samples than an array holds", () -> generate(Integer.MAX_VALUE / 10, 1), "do not fit"),
            call("no tokens", () -> generate(1), "at least one token"),
            call("a negative token", () -> generate(1, 1, -1), "token id -1"),
            call("a token outside", () -> generate(1, 20), "token id 20"),
            call("a full context", () -> generate(1, new int[16]), "16 tokens", "nothing could be added"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void isRefused(String name, ThrowingCallable call, String[] words) {
        try (Scope scope = Scope.open()) {
            Refusals.check(call, words);
        }
    }

    @Test
    void noPromptsGiveNoContinuations() {
        assertThat(new CausalGenerator(model, 4).generate(List.of(), 2, GREEDY, Seeds.of(1), n -> { })).isEmpty();
    }
}
