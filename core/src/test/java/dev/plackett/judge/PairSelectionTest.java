package dev.plackett.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PairSelectionTest {

    private static Ranking ranking(double[][] c, Ranking.Selection selection) {
        return Ranking.of(new Verdict.Logits(c), WinProbability.AVERAGE, selection);
    }

    /** Answer 0 beats one other by far and loses to two by less: its score is the highest, its P̂ below ½ and below the worst one's. */
    private static final double[][] CYCLIC = {{0, 10, -2, -2}, {-10, 0, 0.9, 0.9}, {2, -0.9, 0, 0}, {2, -0.9, 0, 0}};

    @Test
    void skipsWhatCannotBeToldApartAndCountsWhatIsOdd() {
        List<List<String>> texts = List.of(List.of("a", "b"), List.of("a", "a"), List.of("a", "b"), List.of("a", "b", "c", "d"));
        double[][] clear = {{0, 2}, {-1, 0}};
        List<Ranking> rankings = List.of(ranking(clear, Ranking.Selection.SCORE), ranking(clear, Ranking.Selection.SCORE),
            ranking(new double[2][2], Ranking.Selection.SCORE), ranking(CYCLIC, Ranking.Selection.SCORE));
        assertThat(rankings.get(3).chosen()).isZero();
        assertThat(rankings.get(3).winRate()[0]).isLessThan(0.5);
        assertThat(PairSelection.of(texts, rankings, PairSelection.Ties.SKIP)).isEqualTo(new PairSelection(List.of(0, 3), 1, 1, 1, 1));
        assertThat(PairSelection.of(texts, rankings, PairSelection.Ties.KEEP)).isEqualTo(new PairSelection(List.of(0, 1, 2, 3), 1, 1, 1, 2));
    }

    @Test
    void selectionByWinRateChoosesAnother() {
        Ranking byWinRate = ranking(CYCLIC, Ranking.Selection.WIN_RATE);
        assertThat(byWinRate.chosen()).isEqualTo(2);
        assertThat(byWinRate.tied()).isFalse();
    }

    @Test
    void aPureCycleIsATieInSpiteOfRounding() {
        double[][] cycle = {{0, 0.1, -0.3}, {-0.1, 0, 0.7}, {0.5, -0.3, 0}};
        double[][] even = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                even[i][j] = i == j ? 0 : (j - i + 3) % 3 == 1 ? 0.1 + 0.2 : -0.3;
            }
        }
        assertThat(ranking(even, Ranking.Selection.SCORE).tied()).isTrue();
        assertThat(ranking(cycle, Ranking.Selection.SCORE).tied()).isFalse();
    }
}
