package dev.plackett.objective;

import static dev.plackett.objective.NaivePair.sigmoid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KtoPairTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new KtoPair(0.3), (s, at) -> {
            double zw = Math.max(0, IntStream.range(0, at.units()).mapToDouble(u -> NaivePair.of(at, u).w()).average().orElseThrow());
            double zl = Math.max(0, IntStream.range(0, at.units()).mapToDouble(u -> NaivePair.of(at, u).l()).average().orElseThrow());
            return NaivePair.mean(p -> 1 - sigmoid(0.3 * (p.w() - zl)) + 1 - sigmoid(0.3 * (zw - p.l()))).applyAsDouble(s);
        });
    }

    /** At the reference z is 0 and both answers pull alike. */
    @Test
    void beginsInTheMiddle() {
        Signals signals = Signals.sequences(new double[] {-3, -5}, 2, Columns.of(Column.REFERENCE, -3, -5));
        Outcome outcome = new KtoPair(0.4).evaluate(signals, Carry.empty());
        assertThat(outcome.value()).isEqualTo(1);
        assertThat(outcome.coefficient()).containsExactly(-0.1, 0.1);
    }
}
