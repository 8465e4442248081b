package dev.plackett.recipe.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.data.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedPairTest {

    /** A row as labelled files become: its own answer and a borrowed one. */
    private static TuningRow labelled(int prompt, int answer, boolean good) {
        return new TuningRow(1, true, Row.of(new int[] {prompt}, new int[] {answer}, new int[] {99}), new double[] {good ? 1 : 0});
    }

    private static TuningRow rewarded(double... rewards) {
        int[][] answers = new int[rewards.length][];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = new int[] {10 + i};
        }
        return new TuningRow(1, false, Row.of(new int[] {1}, answers), rewards);
    }

    /** Prompt and id of the better answer, then of the worse one. */
    private static int[] ids(WatchedPair pair) {
        return new int[] {pair.rows().get(0).prefix()[0], pair.chosen().ids()[0], pair.rows().get(pair.rows().size() - 1).prefix()[0],
            pair.rejected().ids()[0]};
    }

    @Test
    void aPairStaysInOneRow() {
        TuningRow row = new TuningRow(3, true, Row.of(new int[] {1}, new int[] {10}, new int[] {11}), new double[0]);
        WatchedPair pair = Form.PAIR.watched(List.of(row)).get(0);
        assertThat(pair.rows()).hasSize(1);
        assertThat(pair.heldOut()).isTrue();
        assertThat(ids(pair)).containsExactly(1, 10, 1, 11);
    }

    @Test
    void aBadAnswerToTheSamePromptIsPreferredAndNoneIsUsedTwice() {
        List<WatchedPair> pairs = Form.LABELLED.watched(List.of(labelled(1, 10, true), labelled(2, 20, false), labelled(1, 11, false),
            labelled(2, 21, true), labelled(3, 30, true), labelled(4, 40, false), labelled(5, 50, true)));
        assertThat(pairs).extracting(WatchedPairTest::ids)
            .containsExactly(new int[] {1, 10, 1, 11}, new int[] {2, 21, 2, 20}, new int[] {3, 30, 4, 40});
        assertThat(pairs).allSatisfy(p -> assertThat(p.rows()).as("borrowed answers are left out").hasSize(2)
            .allSatisfy(r -> assertThat(r.branches()).hasSize(1)));
    }

    @Test
    void withoutAnyBadAnswerThereIsNothingToFollow() {
        assertThat(Form.LABELLED.watched(List.of(labelled(1, 10, true), labelled(2, 20, true)))).isEmpty();
        assertThat(Form.EXAMPLE.watched(List.of(new TuningRow(1, false, Row.of(new int[] {9}, new int[] {99}), new double[0])))).isEmpty();
    }

    @Test
    void theBestAndTheWorstOfAGroup() {
        List<WatchedPair> pairs = Form.GROUP.watched(List.of(rewarded(0.5, 2, -1, 2), rewarded(1, 1, 1), rewarded(3, 4)));
        assertThat(pairs).extracting(WatchedPairTest::ids).containsExactly(new int[] {1, 11, 1, 12}, new int[] {1, 11, 1, 10});
    }
}
