package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Column;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyWeightedTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new PolicyWeighted(Objective.dpo(0.3)), (s, at) -> {
            double sum = 0;
            for (int u = 0; u < s.units(); u++) {
                sum -= weight(at, 2 * u) * weight(at, 2 * u + 1) * Math.log(NaivePair.sigmoid(0.3 * NaivePair.of(s, u).delta()));
            }
            return sum / s.divisors().units();
        });
    }

    private static double weight(Signals s, int sequence) {
        return Math.exp((s.policy()[sequence] - s.column(Column.COLLISION)[sequence]) / s.column(Column.LENGTH)[sequence]);
    }

    @Test
    void isAnOptionOfAnyLossOfOnePair() {
        assertThat(Objective.named("dpo", Map.of("beta", 0.3, "use_weighting", true))).isEqualTo(new PolicyWeighted(Objective.dpo(0.3)));
        assertThat(Objective.named("simpo", Map.of("use_weighting", true))).isEqualTo(new PolicyWeighted(new Simpo(2, 1)));
        assertThat(Objective.named("dpo", Map.of("beta", 0.3, "use_weighting", false))).isEqualTo(Objective.dpo(0.3));
        assertThatThrownBy(() -> Objective.named("aot", Map.of("use_weighting", true)))
            .hasMessage("use_weighting has no meaning for aot: weights of pairs belong to a loss of one pair at a time");
        assertThatThrownBy(() -> Objective.named("sft", Map.of("use_weighting", true))).hasMessageContaining("use_weighting has no meaning for sft");
    }
}
