package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChosenOnlyTest {

    @Test
    void properties() {
        ObjectiveProperties.check(ChosenOnly.onPairs(Objective.sft()),
            s -> -IntStream.range(0, s.units()).mapToDouble(u -> s.policy()[2 * u]).sum() / s.divisors().firstTokens());
    }

    /** Two of three tokens are the chosen answer's. */
    @Test
    void divisorsAreThoseOfTheChosenAnswers() {
        Signals signals = Signals.sequences(new double[] {-6, -3}, 2, Columns.of(Column.LENGTH, 2, 1));
        Outcome outcome = ChosenOnly.onPairs(Objective.sft()).evaluate(signals, Carry.empty());
        assertThat(outcome.value()).isEqualTo(3);
        assertThat(outcome.coefficient()).containsExactly(-0.5, 0);
        assertThat(outcome.metrics().get("logps/rejected").mean()).isEqualTo(-3);
    }

    @Test
    void lossesOnPairsStayAsTheyAre() {
        assertThat(ChosenOnly.onPairs(Objective.dpo(1))).isEqualTo(Objective.dpo(1));
        assertThatThrownBy(() -> new ChosenOnly(Objective.dpo(1))).hasMessageContaining("expected one sequence");
    }
}
