package dev.plackett.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** SPPO specification, T2. */
class RankingTest {

    private static final Offset<Double> TIGHT = within(1e-8);

    private static void check(double[][] c, double[] score, int chosen, int rejected, double pairWin, double[] released, double[] sum, double[] average) {
        Verdict verdict = new Verdict.Logits(c);
        Ranking code = Ranking.of(verdict, WinProbability.RELEASED, Ranking.Selection.SCORE);
        assertThat(code.score()).containsExactly(score, TIGHT);
        assertThat(code.chosen()).isEqualTo(chosen);
        assertThat(code.rejected()).isEqualTo(rejected);
        assertThat(code.pairWin()).isCloseTo(pairWin, TIGHT);
        assertThat(code.winRate()).containsExactly(released, TIGHT);
        assertThat(Ranking.of(verdict, WinProbability.SUM, Ranking.Selection.SCORE).winRate()).containsExactly(sum, TIGHT);
        assertThat(Ranking.of(verdict, WinProbability.AVERAGE, Ranking.Selection.SCORE).winRate()).containsExactly(average, TIGHT);
    }

    @Test
    void t2a() {
        check(new double[][] {{0, 1.2, -0.4, 2.0, 0.7}, {-0.9, 0, 0.3, 1.1, -0.2}, {0.6, -0.1, 0, 0.8, 1.5}, {-1.8, -1.3, -0.5, 0, -0.6},
            {-0.5, 0.4, -1.7, 0.9, 0}}, new double[] {1.22, 0.02, 1.02, -1.8, -0.46}, 0, 3, 0.953469525485,
            new double[] {0.722946567482, 0.495746127936, 0.68790884569, 0.189945467922, 0.40345299097},
            new double[] {0.681297622547, 0.495791095718, 0.675808035753, 0.200328901639, 0.446774344343},
            new double[] {0.626772679969, 0.500628272964, 0.612330836339, 0.305078905803, 0.455189304925});
    }

    @Test
    void t2b() {
        check(new double[][] {{0, 1.5}, {-0.7, 0}}, new double[] {1.1, -1.1}, 0, 1, 0.90024951088, new double[] {0.70012475544, 0.29987524456},
            new double[] {0.70012475544, 0.29987524456}, new double[] {0.625130052798, 0.374869947202});
    }

    @Test
    void t2cAdditiveMatricesGiveTheSameByBothFormulas() {
        double[] same = {0.573638045066, 0.269912371135, 0.77786252962, 0.378587054179};
        check(new double[][] {{0.0, 0.8, -0.6, 0.5}, {-0.8, 0.0, -1.4, -0.3}, {0.6, 1.4, 0.0, 1.1}, {-0.5, 0.3, -1.1, 0.0}},
            new double[] {0.35, -1.25, 1.55, -0.65}, 2, 1, 0.942675824101, same, same,
            new double[] {0.541694376526, 0.358349778376, 0.674525075095, 0.425430770004});
    }

    @Test
    void t2dCyclesSurviveInThePapersFormOnly() {
        check(new double[][] {{0.0, 2.0, -1.0, 0.25}, {-2.0, 0.0, 0.5, 1.5}, {1.0, -0.5, 0.0, 1.5}, {-0.25, -1.5, -1.5, 0.0}},
            new double[] {0.625, 0.0, 1.0, -1.625}, 2, 3, 0.93245330886, new double[] {0.615834699953, 0.488267523452, 0.689044621861, 0.206853154734},
            new double[] {0.555919010815, 0.550404728854, 0.650578156543, 0.243098103788},
            new double[] {0.552978750058, 0.514809182354, 0.606543430905, 0.325668636682});
    }

    @Test
    void probabilitiesAreTakenAsTheyAreAndTiesAreSeen() {
        Verdict grades = Judge.grading((prompt, answer) -> answer.length()).judge(List.of(new Contest("q", List.of("aa", "b", "aa")))).get(0);
        Ranking ranking = Ranking.of(grades, WinProbability.RELEASED, Ranking.Selection.WIN_RATE);
        assertThat(ranking.chosen()).isZero();
        assertThat(ranking.rejected()).isEqualTo(1);
        assertThat(ranking.tied()).isFalse();
        assertThat(ranking.winRate()[0] + ranking.winRate()[1] + ranking.winRate()[2]).isCloseTo(1.5, TIGHT);
        assertThat(Ranking.of(new Verdict.Logits(new double[3][3]), WinProbability.AVERAGE, Ranking.Selection.SCORE).tied()).isTrue();
        assertThatThrownBy(() -> new Verdict.Probabilities(new double[][] {{0.5, 0.7}, {0.7, 0.5}})).hasMessageContaining("add up to 1");
        assertThatThrownBy(() -> new Contest("q", List.of("a"))).hasMessageContaining("at least two");
    }

    @Test
    void theSamplesNormaliserIsStable() {
        Ranking ranking = Ranking.of(new Verdict.Logits(new double[][] {{0, 1.5}, {-0.7, 0}}), WinProbability.SUM, Ranking.Selection.SCORE);
        double[] w = ranking.winRate();
        assertThat(Ranking.logPartition(w, 3)).isCloseTo(Math.log((Math.exp(3 * w[0]) + Math.exp(3 * w[1])) / 2), within(1e-12));
        assertThat(Ranking.logPartition(w, 1e5)).isFinite();
    }
}
