package dev.plackett.judge;

import static dev.plackett.Refusals.call;

import dev.plackett.Refusals;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArgumentsTest {

    @TempDir
    Path folder;

    static Stream<Arguments> calls() {
        double nan = Double.NaN;
        return Stream.of(
            call("one candidate", () -> new Contest("q", List.of("a")), "at least two"),
            call("no logits", () -> new Verdict.Logits(new double[0][]), "found none"),
            call("ragged logits", () -> new Verdict.Logits(new double[][] {{0, 1}, {0}}), "rows of 1 for 2"),
            call("a logit that is no number", () -> new Verdict.Logits(new double[][] {{0, nan}, {0, 0}}), "a logit is NaN"),
            call("an infinite logit", () -> new Verdict.Logits(new double[][] {{0, Double.POSITIVE_INFINITY}, {0, 0}}), "Infinity"),
            call("no probabilities", () -> new Verdict.Probabilities(new double[0][]), "found none"),
            call("ragged probabilities", () -> new Verdict.Probabilities(new double[][] {{0.5, 0.5, 0}, {0.5, 0.5, 0}}), "rows of 3 for 2"),
            call("a diagonal that is not even", () -> new Verdict.Probabilities(new double[][] {{0.4}}), "candidates 0 and 0"),
            call("a probability above 1", () -> new Verdict.Probabilities(new double[][] {{0.5, 1.5}, {-0.5, 0.5}}), "-0.5 and 1.5"),
            call("no probability", () -> new Verdict.Probabilities(new double[][] {{0.5, nan}, {0.5, 0.5}}), "0.5 and NaN"),
            call("an oracle that gives no probability", () -> Judge.oracle((prompt, a, b) -> 2).judge(List.of(new Contest("q", List.of("a", "b")))), "add up to 1"),
            call("a grade that is no number", () -> Judge.grading((prompt, a) -> nan).judge(List.of(new Contest("q", List.of("a", "b")))), "NaN"),
            call("rankings of other contests", () -> PairSelection.of(List.of(List.of("a", "b")), List.of(), PairSelection.Ties.SKIP), "1 lists", "0 rankings"),
            call("no answers", () -> Ranking.logPartition(new double[0], 1), "0 answers"),
            call("eta", () -> Ranking.logPartition(new double[] {0.5}, nan), "eta is NaN"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void isRefused(String name, ThrowingCallable call, String[] words) {
        Refusals.check(call, words);
    }

    @Test
    void piecesOfARankersInputNeedRoomAndAPlace() {
        TinyRanker.tokenizer(folder);
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            Refusals.check(() -> new PairRmInput(tokenizer, 3, 16), "no room for text");
            PairRmInput input = new PairRmInput(tokenizer, 24, 16);
            Refusals.check(() -> input.candidate("a cat", 2, 10), "candidate 2");
            Refusals.check(() -> input.candidate("a cat", -1, 10), "candidate -1");
            Refusals.check(() -> input.candidate("a cat", 0, 25), "25 tokens", "at most 24");
            Refusals.check(() -> input.candidate("a cat", 0, -1), "-1 tokens");
        }
    }
}
