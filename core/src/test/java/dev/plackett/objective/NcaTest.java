package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NcaTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Nca(0.3), NaivePair.mean(p ->
            -Math.log(sigmoid(0.3 * p.w())) - 0.5 * Math.log(sigmoid(-0.3 * p.w())) - 0.5 * Math.log(sigmoid(-0.3 * p.l()))));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new Nca(0.1), "nca_pair");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Nca(0)).hasMessageContaining("beta is 0.0");
    }
}
