package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ApoDownTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new ApoDown(0.3), NaivePair.mean(p -> sigmoid(0.3 * p.w()) + 1 - sigmoid(0.3 * p.delta())));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new ApoDown(0.1), "apo_down");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new ApoDown(0)).hasMessageContaining("beta is 0.0");
    }
}
