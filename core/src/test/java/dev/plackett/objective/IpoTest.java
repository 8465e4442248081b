package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import org.junit.jupiter.api.Test;

class IpoTest {

    @Test
    void t1e() {
        WorkedPairs.check(Objective.ipo(0.1), 23.65625, new double[] {-2.25, -6.5}, new double[] {2.25, 6.5});
    }

    @Test
    void tokenMeansEqualTrl() {
        WorkedPairs.checkTrl(Objective.ipoTokenMean(0.1), "ipo");
    }

    /** The paper's literal form on TRL's batch, from the specification. */
    @Test
    void summedFormOnTrlsBatch() {
        assertThat(WorkedPairs.trl(Objective.ipo(0.1))).isCloseTo(37.424370, within(1e-5 * 37));
    }

    @Test
    void properties() {
        ObjectiveProperties.check(Objective.ipo(0.2), s -> naive(s, 0.2, new double[0]));
        ObjectiveProperties.check(Objective.ipoTokenMean(0.2), s -> naive(s, 0.2, s.column(Column.LENGTH)));
    }

    private static double naive(Signals s, double beta, double[] length) {
        double[] reference = s.column(Column.REFERENCE);
        double sum = 0;
        for (int i = 0; i < s.policy().length; i += 2) {
            double a = (s.policy()[i] - reference[i]) / (length.length == 0 ? 1 : length[i]);
            double b = (s.policy()[i + 1] - reference[i + 1]) / (length.length == 0 ? 1 : length[i + 1]);
            sum += Math.pow(a - b - 0.5 / beta, 2);
        }
        return sum / s.divisors().units();
    }
}
