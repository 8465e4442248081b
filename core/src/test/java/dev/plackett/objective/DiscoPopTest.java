package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DiscoPopTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new DiscoPop(0.1, 0.05), NaivePair.mean(p -> {
            double x = 0.1 * p.delta();
            double m = sigmoid(x / 0.05);
            return -Math.log(sigmoid(x)) * (1 - m) + Math.exp(-x) * m;
        }));
        ObjectiveProperties.check(new DiscoPop(0.5, 1), NaivePair.mean(p ->
            Math.log(1 + Math.exp(-0.5 * p.delta())) * sigmoid(-0.5 * p.delta()) + Math.exp(-0.5 * p.delta()) * sigmoid(0.5 * p.delta())));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(new DiscoPop(0.1, 0.05), "discopop");
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new DiscoPop(1, 1.5)).hasMessageContaining("discopop_tau is 1.5, expected above 0 and at most 1");
    }
}
