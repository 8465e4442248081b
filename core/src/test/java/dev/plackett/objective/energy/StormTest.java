package dev.plackett.objective.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Carry;
import dev.plackett.objective.Outcome;
import dev.plackett.objective.Signals;
import org.junit.jupiter.api.Test;

class StormTest {

    private static Signals noise(double... f) {
        return EnergySignals.of(new double[] {1, 2}, f, new double[f.length]);
    }

    private static Carry carried(double u) {
        LogPartitions partitions = LogPartitions.of(Carry.empty(), 1);
        partitions.group(0, new LogAverage(Math.log(u), 3));
        return partitions.into(Carry.empty());
    }

    private static double u(Outcome outcome) {
        return Math.exp(LogPartitions.of(outcome.next()).group(0).logU());
    }

    /** u = ĝ + (1 − γ)(u − ĝ′), with ĝ = 3, ĝ′ = 2.5, u = 2. */
    @Test
    void theRecursion() {
        Storm storm = new Storm(0.2);
        Outcome before = storm.before().evaluate(noise(Math.log(1), Math.log(4)), carried(2));
        assertThat(before.coefficient()).containsExactly(new double[] {-0.5, -0.5, 1 / 4.0, 4 / 4.0}, within(1e-14));
        Outcome outcome = storm.evaluate(noise(Math.log(2), Math.log(4)), before.next());
        assertThat(u(outcome)).isCloseTo(3 + 0.8 * (2 - 2.5), within(1e-14));
        assertThat(outcome.coefficient()).containsExactly(new double[] {-0.5, -0.5, 2 / (2 * 2.6), 4 / (2 * 2.6)}, within(1e-14));
        assertThat(outcome.value()).isCloseTo(Math.log(2.6) - 1.5, within(1e-14));
        assertThat(outcome.metrics().get("storm/fell_back").mean()).isZero();
    }

    /** Where the recursion gives less than γĝ, or less than nothing, the moving average stands in, so that weights stay bounded. */
    @Test
    void fallsBackToTheMovingAverage() {
        Storm storm = new Storm(0.2);
        for (double gBefore : new double[] {10, 3.3e300}) {
            Carry carry = storm.before().evaluate(noise(Math.log(gBefore) > 600 ? 600 : Math.log(gBefore), Math.log(10)), carried(2)).next();
            Outcome outcome = storm.evaluate(noise(Math.log(2), Math.log(4)), carry);
            assertThat(u(outcome)).isCloseTo(0.8 * 2 + 0.2 * 3, within(1e-13));
            assertThat(outcome.metrics().get("storm/fell_back").mean()).isEqualTo(1);
            assertThat(outcome.metrics().get("omega/sum").mean()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void beginsWithTheFirstBatch() {
        Outcome first = new Storm(0.2).evaluate(noise(Math.log(2), Math.log(4)), Carry.empty());
        assertThat(u(first)).isCloseTo(3, within(1e-14));
        assertThat(first.metrics().get("storm/fell_back").mean()).isZero();
        assertThatThrownBy(() -> new Storm(0)).hasMessageContaining("gamma is 0.0");
    }
}
