package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import dev.plackett.data.Grain;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LengthDesensitizedTest {

    private static final Objective HALF = new LengthDesensitized(Objective.dpo(0.3), 0.5);

    @Test
    void properties() {
        ObjectiveProperties.check(HALF, s -> {
            double sum = 0;
            for (int u = 0; u < s.units(); u++) {
                sum -= Math.log(NaivePair.sigmoid(0.3 * (weighted(s, 2 * u, 2 * u + 1) - weighted(s, 2 * u + 1, 2 * u))));
            }
            return sum / s.divisors().units();
        });
    }

    private static double weighted(Signals s, int sequence, int other) {
        int shared = s.sequenceStart()[other + 1] - s.sequenceStart()[other];
        double sum = 0;
        for (int i = 0; i < s.sequenceStart()[sequence + 1] - s.sequenceStart()[sequence]; i++) {
            int at = s.sequenceStart()[sequence] + i;
            sum += (i < shared ? 1 : 0.5) * (s.policy()[at] - s.column(Column.REFERENCE)[at]);
        }
        return sum;
    }

    @Test
    void oneChangesNothingAndTheRestOfTheLongerAnswerCountsInPart() {
        Signals signals = new Signals(new double[] {-1, -2, -4, -8}, new int[] {0, 1, 4}, new int[] {0, 2}, Columns.of(Column.REFERENCE, 0, 0, 0, 0),
            new Divisors(1, 2, 4, 1));
        Outcome all = new LengthDesensitized(Objective.dpo(1), 1).evaluate(signals, Carry.empty());
        assertThat(all.value()).isEqualTo(Objective.dpo(1).evaluate(signals.perSequence(), Carry.empty()).value());
        Outcome none = new LengthDesensitized(Objective.dpo(1), 0).evaluate(signals, Carry.empty());
        assertThat(none.value()).isEqualTo(-Logistic.logSigmoid(1));
        assertThat(none.coefficient()).endsWith(0, 0);
        assertThat(none.metrics().get("logps/rejected").mean()).as("logged is the whole log-likelihood").isEqualTo(-14);
        assertThat(HALF.needs().grain()).isEqualTo(Grain.TOKEN);
    }

    @Test
    void refusesWhatHasNoMeaning() {
        for (String loss : new String[] {"simpo", "sigmoid_norm", "orpo"}) {
            assertThatThrownBy(() -> Objective.named(loss, Map.of("ld_alpha", 0.5))).hasMessageContaining("ld_alpha has no meaning for " + loss)
                .hasMessageContaining("divides by length already");
        }
        assertThatThrownBy(() -> Objective.named("cpo", Map.of("ld_alpha", 0.5))).hasMessageContaining("a loss on pairs with a reference");
        assertThatThrownBy(() -> Objective.named("sft", Map.of("ld_alpha", 0.5))).hasMessageContaining("a loss on pairs with a reference");
        assertThatThrownBy(() -> Objective.named("dpo", Map.of("ld_alpha", 2))).hasMessageContaining("ld_alpha is 2.0, expected 0 to 1");
    }
}
