package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SigmoidNormTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new SigmoidNorm(0.5, 0), NaivePair.mean(p -> -Math.log(sigmoid(0.5 * (p.w() / p.lengthOfW() - p.l() / p.lengthOfL())))));
        ObjectiveProperties.check(new SigmoidNorm(2, 0.2), NaivePair.mean(p -> -0.8 * Math.log(sigmoid(2 * (p.w() / p.lengthOfW() - p.l() / p.lengthOfL())))
            - 0.2 * Math.log(sigmoid(2 * (p.l() / p.lengthOfL() - p.w() / p.lengthOfW())))));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new SigmoidNorm(0.1, 0), "sigmoid_norm");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new SigmoidNorm(0, 0)).hasMessageContaining("beta is 0.0, expected above 0");
        assertThatThrownBy(() -> new SigmoidNorm(1, 0.5)).hasMessageContaining("label_smoothing is 0.5");
    }
}
