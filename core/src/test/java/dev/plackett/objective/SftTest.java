package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.data.Columns;
import org.junit.jupiter.api.Test;

class SftTest {

    @Test
    void averagesOverTokensOfTheWholeStep() {
        Signals half = new Signals(new double[] {-6, -3}, new int[] {0, 1, 2}, new int[] {0, 1, 2}, Columns.none(), new Divisors(4, 4, 18, 18));
        Outcome outcome = Objective.sft().evaluate(half, Carry.empty());
        assertThat(outcome.value()).isEqualTo(0.5);
        assertThat(outcome.coefficient()).containsExactly(-1.0 / 18, -1.0 / 18);
    }

    @Test
    void properties() {
        ObjectiveProperties.check(Objective.sft(), s -> {
            double sum = 0;
            for (double logp : s.policy()) {
                sum -= logp / s.divisors().tokens();
            }
            return sum;
        });
    }
}
