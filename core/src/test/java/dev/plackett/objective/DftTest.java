package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DftTest {

    @Test
    void properties() {
        for (Unit unit : new Unit[] {Unit.PAIR, Unit.GROUP}) {
            ObjectiveProperties.check(new Dft(0.7, 0.95, unit), (signals, frozen) -> naive(signals, 0.7, unit));
        }
    }

    /** At first sight the average is the batch's own, and the coefficients are the derivative. */
    private static double naive(Signals s, double tau, Unit unit) {
        double total = 0;
        for (int u = 0; u < s.units(); u++) {
            int from = s.unitStart()[u];
            int to = s.unitStart()[u + 1];
            int best = from;
            for (int i = from; i < to && unit == Unit.GROUP; i++) {
                best = s.column(Column.REWARD)[i] > s.column(Column.REWARD)[best] ? i : best;
            }
            double[] a = new double[to - from];
            Arrays.fill(a, Double.NEGATIVE_INFINITY);
            for (int i = from; i < to; i++) {
                a[i - from] = i == best ? a[i - from] : s.policy()[i] / tau - s.column(Column.REFERENCE)[i];
            }
            double most = Arrays.stream(a).max().orElseThrow();
            double logU = most + Math.log(Arrays.stream(a).map(v -> Math.exp(v - most)).sum() / (to - from - 1));
            total += (tau * logU - s.policy()[best]) / s.units();
        }
        return total;
    }

    /** Section 5.3's recursion, prompt by prompt: u = 2, 2.2, 2.08, 2.672 at γ = 0.1, and a second prompt has its own. */
    @Test
    void averagesArePerPrompt() {
        Dft dft = new Dft(1, 0.1, Unit.PAIR);
        double[] batch = {2, 4, 1, 8};
        double[] expected = {0.6931471805599453, 0.7884573603642702, 0.7323678937132265, 0.9828272556743992};
        Carry carry = Carry.empty();
        for (int t = 0; t < 4; t++) {
            // The rejected answer's weight is π/π_ref = ĝ.
            Columns columns = Columns.of(Column.REFERENCE, 0, -1, 0, -1).with(Column.GROUP, 7, 7, 2, 2);
            double[] policy = {-3, Math.log(batch[t]) - 1, -4, 4};
            Outcome outcome = dft.evaluate(Signals.sequences(policy, 2, columns), carry);
            assertThat(outcome.metrics().get("log_u").mean()).isCloseTo((expected[t] + 5) / 2, within(1e-13));
            assertThat(outcome.coefficient()[1]).isCloseTo(Math.exp(Math.log(batch[t]) - expected[t]) / 2, within(1e-13));
            assertThat(outcome.coefficient()[0]).isEqualTo(-0.5);
            carry = outcome.next();
        }
    }

    /** A prompt's second visit alone, or among others, or in another order: the same state. */
    @Test
    void stateDoesNotDependOnTheCut() {
        Dft dft = new Dft(0.8, 0.5, Unit.PAIR);
        Signals all = RandomSignals.of(3, dft.needs(), 5);
        Carry once = dft.evaluate(all, Carry.empty()).next();
        Carry pieces = Carry.empty();
        for (int u : new int[] {4, 1, 0, 3, 2}) {
            pieces = dft.evaluate(RandomSignals.pick(all, u), pieces).next();
        }
        Outcome whole = dft.evaluate(all, once);
        Outcome later = dft.evaluate(all, pieces);
        assertThat(later.coefficient()).containsExactly(whole.coefficient());
        assertThat(later.value()).isEqualTo(whole.value());
    }

    @Test
    void weightsAreBounded() {
        Dft dft = new Dft(0.5, 0.25, Unit.PAIR);
        Columns columns = Columns.of(Column.REFERENCE, 0, 0).with(Column.GROUP, 0, 0);
        Carry carry = dft.evaluate(Signals.sequences(new double[] {-1, -1e6}, 2, columns), Carry.empty()).next();
        Outcome jump = dft.evaluate(Signals.sequences(new double[] {-1, 1e6}, 2, columns), carry);
        assertThat(jump.coefficient()[1]).as("1/gamma").isCloseTo(4, within(1e-9));
        assertThat(jump.value()).isFinite();
    }

    @Test
    void inRecipes() {
        assertThat(Objective.named("dft", Map.of("tau", 0.5, "answers", "group"))).isEqualTo(new Dft(0.5, 0.95, Unit.GROUP));
        assertThatThrownBy(() -> new Dft(1, 0, Unit.PAIR)).hasMessageContaining("gamma is 0.0");
        assertThatThrownBy(() -> new Dft(0.5, 0.5, Unit.EXAMPLE)).hasMessageContaining("PAIR or GROUP");
    }
}
