package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import org.junit.jupiter.api.Test;

class RobustTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Robust(0.3, 0.1), NaivePair.mean(p ->
            (-0.9 * Math.log(sigmoid(0.3 * p.delta())) + 0.1 * Math.log(sigmoid(-0.3 * p.delta()))) / 0.8));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new Robust(0.1, 0.1), "robust,label_smoothing=0.1");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Robust(1, 0.5)).hasMessageContaining("label_smoothing is 0.5, expected at least 0 and below 0.5");
    }

    /** The mean over right and flipped labels is DPO's loss without noise. */
    @Test
    void isUnbiasedUnderFlippedLabels() {
        Columns zero = Columns.of(Column.REFERENCE, 0, 0);
        double right = new Robust(0.5, 0.2).evaluate(Signals.sequences(new double[] {-1, -4}, 2, zero), Carry.empty()).value();
        double flipped = new Robust(0.5, 0.2).evaluate(Signals.sequences(new double[] {-4, -1}, 2, zero), Carry.empty()).value();
        assertThat(0.8 * right + 0.2 * flipped).isCloseTo(-Logistic.logSigmoid(1.5), within(1e-12));
    }
}
