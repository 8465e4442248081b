package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.data.Grain;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeightedSumTest {

    private static Objective sum(Map<String, Object> options) {
        return Objective.named("sum", options);
    }

    @Test
    void properties() {
        ObjectiveProperties.check(sum(Map.of("loss_type", List.of("sigmoid", "nll"), "loss_weights", List.of(1, 0.2), "beta", 0.3)), s ->
            IntStream.range(0, s.units()).mapToDouble(u -> -Math.log(NaivePair.sigmoid(0.3 * NaivePair.of(s, u).delta())) - 0.2 * s.policy()[2 * u]).sum()
                / s.divisors().units());
        ObjectiveProperties.check(sum(Map.of("loss_type", List.of("sigmoid", "bco_pair", "sft"), "loss_weights", List.of(0.8, 0.2, 1))), s ->
            0.8 * value(Objective.dpo(0.1), s) + 0.2 * value(new Bco(0.1, Bco.Shift.NONE), s) + value(ChosenOnly.onPairs(Objective.sft()), s));
    }

    private static double value(Objective objective, Signals s) {
        return objective.evaluate(s, Carry.empty()).value();
    }

    @Test
    void optionsGoToTheLossesThatHaveThem() {
        assertThat(sum(Map.of("loss_type", List.of("dpo", "sft"), "beta", 0.5, "ld_alpha", 0.4))).isEqualTo(new WeightedSum(List.of(
            new WeightedSum.Part("dpo", 1, new LengthDesensitized(Objective.dpo(0.5), 0.4)), new WeightedSum.Part("sft", 1, new ChosenOnly(Objective.sft())))));
        assertThatThrownBy(() -> sum(Map.of("loss_type", List.of("dpo", "sft"), "betta", 1))).hasMessage(
            "none of [dpo, sft] has an option 'betta'; did you mean 'beta'?");
    }

    /** One part sees tokens, the other whole answers. */
    @Test
    void partsOfDifferentGrainMeet() {
        Objective both = sum(Map.of("loss_type", List.of("dpo", "ipo"), "ld_alpha", 0.4));
        assertThat(both.needs().grain()).isEqualTo(Grain.TOKEN);
        Objective mixed = sum(Map.of("loss_type", List.of("dpo", "nll"), "ld_alpha", 0.4));
        ObjectiveProperties.check(mixed, s -> value(new LengthDesensitized(Objective.dpo(0.1), 0.4), s) + value(new Nll(), s.perSequence()));
    }

    @Test
    void eachPartIsLoggedAndTheWholeStepIsSeenWhereOnePartNeedsIt() {
        Objective objective = sum(Map.of("loss_type", List.of("aot", "nll"), "loss_weights", List.of(1, 0.5)));
        assertThat(objective.needs().wholeStep()).isTrue();
        Outcome outcome = objective.evaluate(RandomSignals.of(1, objective.needs(), 4), Carry.empty());
        assertThat(outcome.value()).isEqualTo(outcome.metrics().get("loss/aot").mean() + 0.5 * outcome.metrics().get("loss/nll").mean());
    }

    @Test
    void refusesWhatCannotBeAdded() {
        assertThatThrownBy(() -> sum(Map.of("loss_type", List.of("dpo"), "loss_weights", List.of(1, 2)))).hasMessageContaining("expected 1 numbers, one per loss");
        assertThatThrownBy(() -> sum(Map.of("loss_type", List.of()))).hasMessageContaining("at least one loss");
        assertThatThrownBy(() -> sum(Map.of("loss_type", List.of("dpo", "sigmoid")))).hasMessageContaining("each loss once");
        assertThatThrownBy(() -> sum(Map.of("loss_type", List.of("dpo", "kto")))).hasMessageContaining("loss_type is kto, expected losses on pairs");
        assertThatThrownBy(() -> sum(Map.of("loss_type", "dpo"))).hasMessageContaining("loss_type is dpo, expected a list of names");
        assertThatThrownBy(() -> sum(Map.of("loss_type", List.of("dpoo")))).hasMessageContaining("did you mean 'dpo'?");
    }
}
