package dev.plackett.recipe.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.judge.Contest;
import dev.plackett.judge.Judge;
import dev.plackett.judge.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeRewardsTest {

    private static final Contest CONTEST = new Contest("p", List.of("aaa", "a", "aaaaaa"));

    @Test
    void gradesOfABradleyTerryJudgeComeBackUpToAConstant() {
        double[] rewards = JudgeRewards.of(Judge.grading((prompt, answer) -> answer.length()).judge(List.of(CONTEST)).get(0));
        assertThat(rewards[0] - rewards[1]).isCloseTo(2, within(1e-9));
        assertThat(rewards[2] - rewards[0]).isCloseTo(3, within(1e-9));
    }

    @Test
    void logitsAreTheMeanOfBothOrders() {
        double[] rewards = JudgeRewards.of(new Verdict.Logits(new double[][] {{0, 3}, {1, 0}}));
        assertThat(rewards[0] - rewards[1]).isCloseTo(1, within(1e-12));
    }

    @Test
    void aJudgeThatIsCertainGivesFiniteRewards() {
        double[] rewards = JudgeRewards.of(Judge.longer().judge(List.of(CONTEST)).get(0));
        assertThat(rewards[2]).isEqualTo(-rewards[1]).isBetween(9.0, 9.3);
        assertThat(rewards[0]).isZero();
    }
}
