package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SimpoTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Simpo(2, 1), NaivePair.mean(p -> -Math.log(sigmoid(2 * p.w() / p.lengthOfW() - 2 * p.l() / p.lengthOfL() - 1))));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Simpo(2, -1)).hasMessageContaining("simpo_gamma is -1.0, expected at least 0");
    }

    @Test
    void readsNoReference() {
        assertThat(new Simpo(2, 1).needs().reference()).isFalse();
    }
}
