package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import org.junit.jupiter.api.Test;

class DpoTest {

    @Test
    void t1d() {
        WorkedPairs.check(Objective.dpo(0.1), 0.66801385774, new double[] {-0.0215840008261, -0.0268714922672},
            new double[] {0.0215840008261, 0.0268714922672});
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(Objective.dpo(0.1), "sigmoid");
    }

    /** TRL 1.13 takes the smoothing and gives the loss without it; this is the loss with it, from the specification. */
    @Test
    void smoothingWorksWhereTrlIgnoresIt() {
        assertThat(WorkedPairs.trl(Objective.dpo(0.1, 0.1))).isCloseTo(0.7253373, within(1e-6));
        WorkedPairs.checkTrl(Objective.dpo(0.1), "sigmoid,label_smoothing=0.1");
    }

    @Test
    void properties() {
        ObjectiveProperties.check(Objective.dpo(0.1), s -> naive(s, 0.1, 0));
        ObjectiveProperties.check(Objective.dpo(0.7, 0.2), s -> naive(s, 0.7, 0.2));
    }

    private static double naive(Signals s, double beta, double smoothing) {
        double[] reference = s.column(Column.REFERENCE);
        double sum = 0;
        for (int i = 0; i < s.policy().length; i += 2) {
            double ratio = Math.exp(beta * ((s.policy()[i] - s.policy()[i + 1]) - (reference[i] - reference[i + 1])));
            sum += -(1 - smoothing) * Math.log(ratio / (1 + ratio)) - smoothing * Math.log(1 / (1 + ratio));
        }
        return sum / s.divisors().units();
    }

    @Test
    void limits() {
        Columns zero = Columns.of(Column.REFERENCE, 0, 0);
        Outcome right = Objective.dpo(0.1).evaluate(Signals.sequences(new double[] {1e4, -1e4}, 2, zero), Carry.empty());
        assertThat(right.value()).isEqualTo(0);
        assertThat(right.coefficient()[0]).isCloseTo(0, within(1e-300));
        Outcome wrong = Objective.dpo(0.1).evaluate(Signals.sequences(new double[] {-1e4, 1e4}, 2, zero), Carry.empty());
        assertThat(wrong.value()).isEqualTo(2000);
        assertThat(wrong.coefficient()).containsExactly(-0.1, 0.1);
        Outcome smoothed = Objective.dpo(0.1, 0.25).evaluate(Signals.sequences(new double[] {1e4, -1e4}, 2, zero), Carry.empty());
        assertThat(smoothed.value()).as("a label that is wrong one time in four costs a quarter of the margin").isEqualTo(500);
    }

    @Test
    void refusesWhatIsNoPairAndNoBeta() {
        Columns three = Columns.of(Column.REFERENCE, 0, 0, 0);
        assertThatThrownBy(() -> Objective.dpo(0.1).evaluate(Signals.sequences(new double[] {-1, -2, -3}, 3, three), Carry.empty()))
            .hasMessageContaining("unit 0 holds 3 sequences");
        assertThatThrownBy(() -> Objective.dpo(0)).hasMessageContaining("beta is 0.0, expected above 0");
        assertThatThrownBy(() -> Objective.dpo(1, 0.5)).hasMessageContaining("label_smoothing is 0.5");
    }
}
