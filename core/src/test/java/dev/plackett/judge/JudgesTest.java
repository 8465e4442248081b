package dev.plackett.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.Fixtures;
import dev.plackett.data.Row;
import dev.plackett.data.TokenBatch;
import dev.plackett.event.StoppedException;
import dev.plackett.model.CausalScorer;
import dev.plackett.model.Decoder;
import dev.plackett.model.PairRanker;
import dev.plackett.model.Want;
import dev.plackett.tensor.Scope;
import dev.plackett.text.PromptCompletion;
import dev.plackett.text.Tokenizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgesTest {

    @TempDir
    Path folder;

    private static double[][] logits(Verdict verdict) {
        return ((Verdict.Logits) verdict).c();
    }

    private static double[][] probabilities(Verdict verdict) {
        return ((Verdict.Probabilities) verdict).p();
    }

    @Test
    void aRankerReadsEveryOrderedPairAndNeighboursDoNotMatter() {
        TinyRanker.write(folder);
        List<Contest> contests = List.of(
            new Contest("what is a cat?", List.of("a small animal that sleeps", "not a dog", "an animal", "a cat is a cat is a cat and a dog is a dog")),
            new Contest("what?", List.of("a", "a small animal that sleeps, and is not a dog, and sleeps and sleeps")),
            new Contest("a dog is a cat", List.of("", "not", "sleeps")));
        try (Scope scope = Scope.open(); Judge judge = Judge.open(folder.toString(), Map.of());
             PairRanker ranker = PairRanker.frozen(folder, ScalarType.Float); Tokenizer tokenizer = Tokenizer.open(folder)) {
            List<Verdict> together = judge.judge(contests);
            PairRmInput input = new PairRmInput(tokenizer, 24, 16);
            double largest = 0;
            for (int n = 0; n < contests.size(); n++) {
                List<String> answers = contests.get(n).candidates();
                double[][] c = logits(together.get(n));
                assertThat(c).hasDimensions(answers.size(), answers.size());
                for (int i = 0; i < answers.size(); i++) {
                    for (int j = 0; j < answers.size(); j++) {
                        double[] f = ranker.score(TokenBatch.of(input.row(contests.get(n).prompt(), answers.get(i), answers.get(j))), Want.SEQUENCES).values();
                        assertThat(c[i][j]).isCloseTo(i == j ? 0 : f[0] - f[1], within(1e-4));
                        largest = Math.max(largest, Math.abs(c[i][j]));
                    }
                }
            }
            assertThat(largest).as("the logits are large against the tolerance").isGreaterThan(0.1);
        }
    }

    @Test
    void aLanguageModelJudgesByLikelihood() {
        Path policy = Fixtures.path("dpo/policy");
        Contest contest = new Contest("The weather is", List.of(" fine", " fine and dry and warm today", " bad"));
        try (Scope scope = Scope.open(); Decoder model = Decoder.frozen(policy, ScalarType.Float); Tokenizer tokenizer = Tokenizer.open(policy);
             Judge byToken = Judge.open("likelihood", Map.of("model", policy.toString()));
             Judge bySum = Judge.open("likelihood", Map.of("model", policy.toString(), "per_token", false))) {
            double[] sum = new double[3];
            double[] mean = new double[3];
            for (int i = 0; i < 3; i++) {
                PromptCompletion text = PromptCompletion.of(tokenizer, contest.prompt(), contest.candidates().get(i), true, PromptCompletion.Straddle.ERROR);
                sum[i] = new CausalScorer(model).score(TokenBatch.of(Row.of(text.prompt(), text.completion())), Want.SEQUENCES).values()[0];
                mean[i] = sum[i] / text.completion().length;
            }
            double[][] sums = logits(bySum.judge(List.of(contest)).get(0));
            double[][] means = logits(byToken.judge(List.of(contest, contest)).get(1));
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    assertThat(sums[i][j]).isCloseTo(sum[i] - sum[j], within(1e-3));
                    assertThat(means[i][j]).isCloseTo(mean[i] - mean[j], within(1e-4));
                }
            }
            assertThat(sums[0][1]).as("the sum prefers the short answer").isPositive();
        }
    }

    /** Some hundred answers are one call and many batches: the signal is heard between them, and hearing it changes no number. */
    @ParameterizedTest
    @ValueSource(strings = {"ranker", "likelihood"})
    void modelsThatJudgeStopBeforeTheNextBatch(String who) {
        TinyRanker.write(folder);
        List<Contest> contests = IntStream.range(0, 250).mapToObj(i -> new Contest("what is a cat?", List.of(" a cat is a small animal that sleeps " + i,
            " and a dog is not a cat, a cat is a cat " + i))).toList();
        try (Judge judge = who.equals("ranker") ? Judge.open(folder.toString(), Map.of())
            : Judge.open(who, Map.of("model", Fixtures.path("dpo/policy").toString()))) {
            AtomicInteger asked = new AtomicInteger();
            List<Verdict> heard = judge.judge(contests, () -> asked.incrementAndGet() < 0);
            assertThat(heard).extracting(JudgesTest::logits).usingRecursiveComparison().isEqualTo(judge.judge(contests).stream().map(JudgesTest::logits).toList());
            assertThat(asked.get()).isGreaterThan(3);
            asked.set(0);
            assertThatThrownBy(() -> judge.judge(contests, () -> asked.incrementAndGet() > 2)).isInstanceOf(StoppedException.class);
            assertThat(asked.get()).isEqualTo(3);
        }
    }

    @Test
    void rulesBecomeProbabilities() {
        List<Contest> contest = List.of(new Contest("q", List.of("rock", "paper", "scissors")));
        Judge cyclic = Judge.oracle((prompt, a, b) -> a.equals("rock") && b.equals("scissors") || a.equals("paper") && b.equals("rock")
            || a.equals("scissors") && b.equals("paper") ? 0.75 : 0.25);
        assertThat(probabilities(cyclic.judge(contest).get(0))).isDeepEqualTo(new double[][] {{0.5, 0.25, 0.75}, {0.75, 0.5, 0.25}, {0.25, 0.75, 0.5}});
        Judge verifier = Judge.verifying((prompt, answer) -> answer.length() > 4);
        assertThat(probabilities(verifier.judge(contest).get(0))).isDeepEqualTo(new double[][] {{0.5, 0, 0}, {1, 0.5, 0.5}, {1, 0.5, 0.5}});
        assertThat(probabilities(Judge.open("longer", Map.of()).judge(contest).get(0)))
            .isDeepEqualTo(new double[][] {{0.5, 0, 0}, {1, 0.5, 0}, {1, 1, 0.5}});
    }

    @Test
    void namesAreFoundAndSlipsAreNamed() {
        assertThat(JudgeProvider.all()).extracting(JudgeProvider::name).contains("likelihood", "longer");
        assertThatThrownBy(() -> Judge.open("likelyhood", Map.of())).hasMessageContaining("no judge 'likelyhood': there is no such folder")
            .hasMessageContaining("did you mean 'likelihood'?");
        assertThatThrownBy(() -> Judge.open("likelihood", Map.of("models", "x"))).hasMessageContaining("no option 'models'; did you mean 'model'?");
        assertThatThrownBy(() -> Judge.open("likelihood", Map.of())).hasMessageContaining("model is missing");
        assertThatThrownBy(() -> Judge.open(folder.toString(), Map.of("beta", 1))).hasMessageContaining("no options, found [beta]");
    }

    /** SPPO specification 6.7: {@code -Dplackett.pairrm=DIR} with the released checkpoint, which was never to be had where this was written. */
    @Test
    @EnabledIfSystemProperty(named = "plackett.pairrm", matches = ".+")
    void theReleasedPairRmGivesItsPublishedNumbers() {
        try (Scope scope = Scope.open(); Judge judge = RankerJudge.open(Path.of(System.getProperty("plackett.pairrm")))) {
            List<Verdict> verdicts = judge.judge(List.of(new Contest("hello!", List.of("hi!", "f**k off!")),
                new Contest("I love you!", List.of("I hate you!", "I love you, too!")),
                new Contest("hello, how are you!", List.of("get out!", "hi! I am fine, thanks!", "bye!")),
                new Contest("I love you!", List.of("I love you too!", "I hate you!", "Thanks! You're a good guy!"))));
            assertThat(logits(verdicts.get(0))[0][1]).isCloseTo(1.9003021717071533, within(1e-2));
            assertThat(logits(verdicts.get(1))[0][1]).isCloseTo(-1.2547134160995483, within(1e-2));
            assertThat(ranks(verdicts.get(2))).containsExactly(3, 1, 2);
            assertThat(ranks(verdicts.get(3))).containsExactly(1, 3, 2);
        }
    }

    private static int[] ranks(Verdict verdict) {
        double[] scores = Ranking.of(verdict, WinProbability.RELEASED, Ranking.Selection.SCORE).score();
        int[] out = new int[scores.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = 1;
            for (double other : scores) {
                out[i] += other > scores[i] ? 1 : 0;
            }
        }
        return out;
    }
}
