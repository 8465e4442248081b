package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ExoTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Exo(0.3, 0.05), NaivePair.mean(p -> {
            double q = sigmoid(0.3 * p.delta());
            return q * Math.log(q / 0.95) + (1 - q) * Math.log((1 - q) / 0.05);
        }));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new Exo(0.1, 0.05), "exo_pair,label_smoothing=0.05");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Exo(1, 0)).hasMessageContaining("label_smoothing is 0.0, expected above 0 (the divergence from a certain label is infinite)");
    }
}
