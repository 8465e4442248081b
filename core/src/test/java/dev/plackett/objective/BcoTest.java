package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BcoTest {

    private static final Objective SHIFTED = new Bco(0.3, Bco.Shift.RUNNING);

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new Bco(0.1, Bco.Shift.NONE), "bco_pair");
    }

    @Test
    void properties() {
        ObjectiveProperties.check(new Bco(0.3, Bco.Shift.NONE), NaivePair.mean(p -> -Math.log(sigmoid(0.3 * p.w())) - Math.log(sigmoid(-0.3 * p.l()))));
        ObjectiveProperties.check(SHIFTED, (s, at) -> {
            double shift = meanReward(at);
            return NaivePair.mean(p -> -Math.log(sigmoid(0.3 * p.w() - shift)) - Math.log(sigmoid(shift - 0.3 * p.l()))).applyAsDouble(s);
        });
    }

    /** The shift after two steps is the mean reward of both, the larger one counting more; with one step repeated it stays. */
    @Test
    void theShiftIsTheMeanRewardOfAllSteps() {
        Signals first = RandomSignals.of(1, SHIFTED.needs(), 6);
        Signals second = RandomSignals.of(2, SHIFTED.needs(), 3);
        Carry carry = SHIFTED.evaluate(first, Carry.empty()).next();
        Outcome outcome = SHIFTED.evaluate(second, carry);
        assertThat(outcome.metrics().get("rewards/shift").mean()).isCloseTo((6 * meanReward(first) + 3 * meanReward(second)) / 9, within(1e-12));
        assertThat(outcome.next().get("bco.rewards")).hasSize(2).endsWith(18);
        assertThat(SHIFTED.evaluate(first, carry).metrics().get("rewards/shift").mean()).isCloseTo(meanReward(first), within(1e-12));
    }

    private static double meanReward(Signals s) {
        return IntStream.range(0, s.units()).mapToObj(u -> NaivePair.of(s, u)).mapToDouble(p -> 0.3 * (p.w() + p.l()) / 2).average().orElseThrow();
    }
}
