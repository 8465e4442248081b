package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import org.junit.jupiter.api.Test;

class BradleyTerryTest {

    @Test
    void properties() {
        ObjectiveProperties.check(Objective.bradleyTerry(0), s -> naive(s, 0));
        ObjectiveProperties.check(Objective.bradleyTerry(0.1), s -> naive(s, 0.1));
    }

    private static double naive(Signals s, double smoothing) {
        double sum = 0;
        for (int i = 0; i < s.policy().length; i += 2) {
            double odds = Math.exp(s.policy()[i]) / Math.exp(s.policy()[i + 1]);
            sum += (1 - smoothing) * Math.log(1 + 1 / odds) + smoothing * Math.log(1 + odds);
        }
        return sum / s.divisors().units();
    }

    @Test
    void needsNoReferenceAndLogsAccuracy() {
        assertThat(Objective.bradleyTerry(0).needs().columns()).isEmpty();
        Outcome outcome = Objective.bradleyTerry(0).evaluate(Signals.sequences(new double[] {2, 1, -1, 3}, 2, Columns.none()), Carry.empty());
        assertThat(outcome.metrics().get("accuracy").mean()).isEqualTo(0.5);
        assertThat(outcome.metrics().get("margin").mean()).isEqualTo(-1.5);
    }

    /** A label of 0 says that the second answer is the better one. */
    @Test
    void labelsLetTheBetterAnswerStandSecond() {
        Columns labels = Columns.of(Column.PAIR_WIN, 0, 0.75);
        Outcome outcome = Objective.bradleyTerry(0).evaluate(Signals.sequences(new double[] {-1, 1, 0, 0}, 2, labels), Carry.empty());
        assertThat(outcome.value()).isCloseTo((Math.log(1 + Math.exp(-2)) + Math.log(2)) / 2, within(1e-15));
        assertThat(outcome.coefficient()[2]).isEqualTo((0.5 - 0.75) / 2);
        assertThat(outcome.metrics().get("accuracy").mean()).isEqualTo(0.5);
        assertThat(outcome.metrics().get("margin").mean()).isEqualTo(1);
    }

    @Test
    void limits() {
        Outcome wrong = Objective.bradleyTerry(0).evaluate(Signals.sequences(new double[] {-1e4, 1e4}, 2, Columns.none()), Carry.empty());
        assertThat(wrong.value()).isEqualTo(2e4);
        assertThat(wrong.coefficient()).containsExactly(-1, 1);
    }
}
