package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RrhfTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Rrhf(1), s -> naive(s, 1));
        ObjectiveProperties.check(new Rrhf(0.3), s -> naive(s, 0.3));
    }

    private static double naive(Signals s, double weight) {
        double sum = 0;
        for (int u = 0; u < s.units(); u++) {
            // From the worst to the best: an earlier answer that is likelier per token costs the difference.
            int[] order = IntStream.range(s.unitStart()[u], s.unitStart()[u + 1]).boxed().sorted(Comparator.comparingDouble(i -> s.column(Column.REWARD)[i]))
                .mapToInt(Integer::intValue).toArray();
            for (int a = 0; a < order.length; a++) {
                for (int b = a + 1; b < order.length; b++) {
                    sum += weight * Math.max(0, perToken(s, order[a]) - perToken(s, order[b]));
                }
            }
            sum -= s.policy()[order[order.length - 1]];
        }
        return sum / s.divisors().units();
    }

    private static double perToken(Signals s, int sequence) {
        return s.policy()[sequence] / s.column(Column.LENGTH)[sequence];
    }

    /** Equal rewards say nothing about the order; of equal best ones the first is learnt. */
    @Test
    void ties() {
        Columns columns = Columns.of(Column.REWARD, 2, 2, 1).with(Column.LENGTH, 1, 1, 1);
        Outcome outcome = new Rrhf(1).evaluate(Signals.sequences(new double[] {-5, -1, -2}, 3, columns), Carry.empty());
        assertThat(outcome.value()).as("the third is above the first by 3").isEqualTo(3 + 5);
        assertThat(outcome.coefficient()).containsExactly(-2, 0, 1);
        assertThatThrownBy(() -> new Rrhf(-1)).hasMessageContaining("rrhf_weight is -1.0");
    }
}
