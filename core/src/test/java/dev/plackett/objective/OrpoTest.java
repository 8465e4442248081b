package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import org.junit.jupiter.api.Test;

class OrpoTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Orpo(0.3), NaivePair.mean(p ->
            -p.w() / p.lengthOfW() - 0.3 * Math.log(sigmoid(logOdds(p.w() / p.lengthOfW()) - logOdds(p.l() / p.lengthOfL())))));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new Orpo(-1)).hasMessageContaining("beta is -1.0");
    }

    private static double logOdds(double p) {
        return Math.log(Math.exp(p) / (1 - Math.exp(p)));
    }

    /** log(1 − e^x) at x = −1e−10 is −23.0258509300: the specification's number. */
    @Test
    void oddsStayFiniteWhereATokenIsCertain() {
        Columns lengths = Columns.of(Column.LENGTH, 1, 1);
        Outcome outcome = new Orpo(1).evaluate(Signals.sequences(new double[] {-1e-10, -Math.log(2)}, 2, lengths), Carry.empty());
        assertThat(outcome.metrics().get("log_odds_ratio").mean()).isCloseTo(23.0258509300, within(1e-9));
        assertThat(new Orpo(1).evaluate(Signals.sequences(new double[] {0, 0}, 2, lengths), Carry.empty()).coefficient()).containsExactly(-1, 0);
    }
}
