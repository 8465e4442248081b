package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AotTest {

    /** TRL's batch cannot tell it from DPO; this one can. */
    @Test
    void workedExampleThatIsNotDpo() {
        Columns reference = Columns.of(Column.REFERENCE, 0, 0, 1, 0, 0.5, 0);
        Signals signals = Signals.sequences(new double[] {2, 0, 0, 0, 1, 0}, 2, reference);
        assertThat(new Aot(1, 0).evaluate(signals, Carry.empty()).value()).isCloseTo(0.4934953, within(5e-8));
        assertThat(Objective.dpo(1).evaluate(signals, Carry.empty()).value()).isCloseTo(0.6380889, within(5e-8));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new Aot(0.1, 0), "aot");
    }

    @Test
    void properties() {
        ObjectiveProperties.check(new Aot(0.3, 0), s -> naive(s, 0.3, 0));
        ObjectiveProperties.check(new Aot(0.3, 0.1), s -> naive(s, 0.3, 0.1));
    }

    private static double naive(Signals s, double beta, double smoothing) {
        double[] policy = sortedMargins(s.policy());
        double[] reference = sortedMargins(s.column(Column.REFERENCE));
        double sum = 0;
        for (int k = 0; k < policy.length; k++) {
            double p = NaivePair.sigmoid(beta * (policy[k] - reference[k]));
            sum -= (1 - smoothing) * Math.log(p) + smoothing * Math.log(1 - p);
        }
        return sum / policy.length;
    }

    private static double[] sortedMargins(double[] logps) {
        return IntStream.range(0, logps.length / 2).mapToDouble(u -> logps[2 * u] - logps[2 * u + 1]).sorted().toArray();
    }
}
