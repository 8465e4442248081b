package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class DivergenceTest {

    private static Objective dpo(String type) {
        return Objective.named("dpo", Map.of("beta", 0.1, "f_divergence_type", type, "f_alpha_divergence_coef", 0.5));
    }

    @Test
    void equalsTrl() {
        WorkedPairs.checkTrl(dpo("forward_kl"), "sigmoid,f_divergence_type=forward_kl");
        WorkedPairs.checkTrl(dpo("js_divergence"), "sigmoid,f_divergence_type=js_divergence");
        WorkedPairs.checkTrl(dpo("reverse_kl"), "sigmoid");
        assertThat(WorkedPairs.trl(dpo("alpha_divergence"))).as("on the same batch, from the specification").isCloseTo(0.9099518, within(1e-6));
    }

    @Test
    void properties() {
        check("reverse_kl", w -> w);
        check("forward_kl", w -> 1 - Math.exp(-w));
        check("js_divergence", w -> Math.log(2 * Math.exp(w) / (1 + Math.exp(w))));
        check("alpha_divergence", w -> (Math.exp(-0.5 * w) - 1) / -0.5);
    }

    private static void check(String type, DoubleUnaryOperator score) {
        ObjectiveProperties.check(dpo(type), NaivePair.mean(p ->
            -Math.log(NaivePair.sigmoid(0.1 * (score.applyAsDouble(p.w()) - score.applyAsDouble(p.l()))))));
    }

    @Test
    void logsTheLogLikelihoodsThemselves() {
        Signals signals = RandomSignals.of(3, Objective.dpo(0.1).needs(), 4);
        Map<String, Stat> plain = Objective.dpo(0.1).evaluate(signals, Carry.empty()).metrics();
        Map<String, Stat> forward = dpo("forward_kl").evaluate(signals, Carry.empty()).metrics();
        assertThat(forward.get("logps/chosen")).isEqualTo(plain.get("logps/chosen"));
        assertThat(forward.get("log_ratio/rejected")).isEqualTo(plain.get("log_ratio/rejected"));
        assertThat(forward.get("rewards/chosen")).as("the reward is the score that the loss compares").isNotEqualTo(plain.get("rewards/chosen"));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> Objective.named("simpo", Map.of("f_divergence_type", "forward_kl")))
            .hasMessage("f_divergence_type has no meaning for simpo: a divergence from the reference needs a loss that reads one");
        assertThatThrownBy(() -> Objective.named("aot", Map.of("f_divergence_type", "forward_kl")))
            .hasMessageContaining("f_divergence_type has no meaning for aot: a divergence stands inside a loss on the log-ratios of one pair at a time");
        assertThatThrownBy(() -> Objective.named("ipo", Map.of("form", "token_mean", "f_divergence_type", "kl"))).hasMessageContaining("f_divergence_type is kl");
        assertThatThrownBy(() -> new Divergence(Objective.dpo(1), Divergence.Type.ALPHA_DIVERGENCE, 1))
            .hasMessageContaining("f_alpha_divergence_coef is 1.0, expected below 1");
        assertThatThrownBy(() -> new Divergence(new Nll(), Divergence.Type.FORWARD_KL, 0.5)).hasMessageContaining("needs a loss that reads one");
    }
}
