package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CpoTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Cpo(0.3, 1, 0, Cpo.Nll.PAPER), NaivePair.mean(p -> -Math.log(sigmoid(0.3 * p.delta())) - p.w()));
        ObjectiveProperties.check(new Cpo(0.3, 0.5, 0.1, Cpo.Nll.PAPER), NaivePair.mean(p ->
            -0.9 * Math.log(sigmoid(0.3 * p.delta())) - 0.1 * Math.log(sigmoid(-0.3 * p.delta())) - 0.5 * p.w()));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Cpo(1, -1, 0, Cpo.Nll.PAPER)).hasMessageContaining("cpo_alpha is -1.0, expected at least 0");
    }

    /** The released code averages the second term over all tokens of the chosen answers. */
    @Test
    void releasedFormAveragesOverTokens() {
        ObjectiveProperties.check(new Cpo(0.3, 2, 0, Cpo.Nll.RELEASED), s -> NaivePair.mean(p -> -Math.log(sigmoid(0.3 * p.delta()))).applyAsDouble(s)
            - 2 * IntStream.range(0, s.units()).mapToDouble(u -> s.policy()[2 * u]).sum() / s.divisors().firstTokens());
    }
}
