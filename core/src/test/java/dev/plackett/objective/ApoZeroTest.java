package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApoZeroTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new ApoZero(0.3), NaivePair.mean(p -> 1 - sigmoid(0.3 * p.w()) + sigmoid(0.3 * p.l())));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new ApoZero(0.1), "apo_zero");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new ApoZero(0)).hasMessageContaining("beta is 0.0");
    }
}
