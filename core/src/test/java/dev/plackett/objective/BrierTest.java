package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BrierTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Brier(0.3), NaivePair.mean(p -> Math.pow(1 - sigmoid(0.3 * p.delta()), 2)));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Brier(0)).hasMessageContaining("beta is 0.0");
    }
}
