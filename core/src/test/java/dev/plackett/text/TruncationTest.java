package dev.plackett.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TruncationTest {

    /** SPPO specification, T8: lengths before BOS and EOS, and what the released code keeps. */
    @ParameterizedTest
    @CsvSource({
        "100,  300, 200, 101, 301, 201, 402, 302",
        "600,  300, 200, 601, 301, 201, 902, 802",
        "600,  600, 200, 512, 512, 201, 1024, 713",
        "100, 1000, 300, 101, 512, 301, 613, 402",
        "400,  623,  10, 401, 512,  11, 913, 412",
        "400,  622,  10, 401, 623,  11, 1024, 412"})
    void theReleasedRule(int prompt, int chosen, int rejected, int keptPrompt, int keptChosen, int keptRejected, int chosenTotal, int rejectedTotal) {
        Truncation.Kept kept = Truncation.released(1024, 512).keep(prompt + 1, chosen + 1, rejected + 1);
        assertThat(kept.promptLength()).isEqualTo(keptPrompt);
        assertThat(kept.answers()).containsExactly(keptChosen, keptRejected);
        assertThat(kept.promptLength() + kept.answers()[0]).isEqualTo(chosenTotal);
        assertThat(kept.promptLength() + kept.answers()[1]).isEqualTo(rejectedTotal);
        assertThat(kept.cut()).containsExactly(keptChosen < chosen + 1, keptRejected < rejected + 1);
    }

    @Test
    void theReleasedRuleKeepsThePromptsEnd() {
        Truncation.Kept kept = Truncation.released(6, 3).keep(5, 4);
        assertThat(kept.prompt(new int[] {1, 2, 3, 4, 5})).containsExactly(3, 4, 5);
        assertThat(kept.answer(0, new int[] {6, 7, 8, 9})).containsExactly(6, 7, 8);
    }

    @Test
    void theBudgetKeepsBosAndGivesAnswersWhatIsLeft() {
        Truncation.Kept kept = Truncation.budget(10, 4).keep(8, 5, 3);
        assertThat(kept.prompt(IntStream.range(0, 8).toArray())).as("the prompt gives way").containsExactly(0, 4, 5, 6, 7);
        assertThat(kept.answers()).containsExactly(5, 3);
        assertThat(kept.cut()).containsExactly(false, false);

        Truncation.Kept tight = Truncation.budget(10, 4).keep(8, 9, 3);
        assertThat(tight.promptLength()).isEqualTo(4);
        assertThat(tight.answers()).containsExactly(6, 3);
        assertThat(tight.cut()).containsExactly(true, false);

        assertThat(Truncation.budget(1024, 512).keep(101, 1001, 301).answers()).as("no cliff: a short prompt leaves 923 tokens").containsExactly(923, 301);
    }

    @Test
    void everyRuleFitsAndNeverGrows() {
        for (long seed = 0; seed < 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int most = 2 + random.nextInt(40);
            int least = 1 + random.nextInt(most - 1);
            int prompt = 1 + random.nextInt(60);
            int[] answers = random.ints(1 + random.nextInt(4), 1, 60).toArray();
            for (Truncation rule : new Truncation[] {Truncation.released(most, least), Truncation.budget(most, least)}) {
                Truncation.Kept kept = rule.keep(prompt, answers);
                assertThat(kept.promptLength()).as("seed %d", seed).isBetween(1, prompt);
                for (int i = 0; i < answers.length; i++) {
                    assertThat(kept.answers()[i]).as("seed %d", seed).isBetween(1, answers[i]);
                    assertThat(kept.promptLength() + kept.answers()[i]).as("seed %d", seed).isLessThanOrEqualTo(most);
                    assertThat(kept.cut()[i]).as("seed %d", seed).isEqualTo(kept.answers()[i] < answers[i]);
                }
            }
        }
    }

    @Test
    void noneKeepsAllAndWrongLimitsAreErrors() {
        assertThat(Truncation.none().keep(7, 9).prompt(new int[] {1, 2, 3, 4, 5, 6, 7})).hasSize(7);
        assertThatThrownBy(() -> Truncation.budget(10, 10)).hasMessageContaining("10 of 10");
    }
}
