package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KtoTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new Kto(0.3, 1, 1.5), (s, at) -> {
            double z = Math.max(0, IntStream.range(0, at.units()).mapToDouble(u -> NaivePair.of(at, u).l()).average().orElseThrow());
            return IntStream.range(0, s.units()).mapToDouble(u -> s.column(Column.LABEL)[u] > 0.5
                ? 1 - sigmoid(0.3 * (NaivePair.of(s, u).w() - z)) : 1.5 * (1 - sigmoid(0.3 * (z - NaivePair.of(s, u).w())))).sum() / s.divisors().units();
        });
    }

    /** The mismatched answers are looked at and never trained; a mean below 0 counts as 0. */
    @Test
    void mismatchedAnswersGiveThePointOfReference() {
        Columns columns = Columns.of(Column.REFERENCE, -3, -6, -3, -6).with(Column.LABEL, 1, 0);
        Outcome above = new Kto(1, 1, 1).evaluate(Signals.sequences(new double[] {-3, -4, -3, -6}, 2, columns), Carry.empty());
        assertThat(above.metrics().get("kl").mean()).isEqualTo(1);
        assertThat(above.value()).isCloseTo((1 - sigmoid(-1) + 1 - sigmoid(1)) / 2, within(1e-15));
        assertThat(above.coefficient()[1]).isZero();
        Outcome below = new Kto(1, 1, 1).evaluate(Signals.sequences(new double[] {-3, -9, -3, -6}, 2, columns), Carry.empty());
        assertThat(below.metrics().get("kl").mean()).isZero();
        assertThat(below.coefficient()).containsExactly(-0.125, 0, 0.125, 0);
        assertThatThrownBy(() -> new Kto(1, -1, 1)).hasMessageContaining("desirable_weight is -1.0, expected at least 0");
    }
}
