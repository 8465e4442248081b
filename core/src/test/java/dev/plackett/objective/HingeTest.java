package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HingeTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Hinge(0.3), NaivePair.mean(p -> Math.max(0, 1 - 0.3 * p.delta())));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new Hinge(0.1), "hinge");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Hinge(-1)).hasMessageContaining("beta is -1.0, expected above 0");
    }
}
