package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectiveProviderTest {

    @Test
    void builtInsComeThroughTheDoorOfUsersOwn() {
        assertThat(ObjectiveProvider.all()).extracting(ObjectiveProvider::name).contains("sft", "dpo", "ipo", "sppo", "bradley_terry");
        assertThat(Objective.named("dpo", Map.of("beta", 0.5, "label_smoothing", 0.1))).isEqualTo(Objective.dpo(0.5, 0.1));
        assertThat(Objective.named("ipo", Map.of("form", "token_mean"))).isEqualTo(Objective.ipoTokenMean(0.1));
        assertThat(Objective.named("ipo", Map.of("form", "token-mean"))).isEqualTo(Objective.ipoTokenMean(0.1));
        assertThat(Objective.named("sft", Map.of())).isEqualTo(Objective.sft());
        assertThat(Objective.named("bradley_terry", Map.of())).isEqualTo(Objective.bradleyTerry(0));
        assertThat(Objective.named("sppo", Map.of("eta", 10))).isEqualTo(Objective.sppo(10));
        assertThat(Objective.named("sppo", Map.of("eta", 8, "answers", "all", "weight", "sum", "baseline", "partition", "similarity_gate", true)))
            .isEqualTo(Objective.sppo(8).onAllAnswers().with(Sppo.Weight.SUM).withPartition().withGate());
    }

    /** TRL's loss_type values, each under its own name. */
    @Test
    void namesOfTrlAreKnown() {
        for (String name : List.of("sigmoid", "hinge", "ipo", "exo_pair", "nca_pair", "robust", "bco_pair", "sppo_hard", "aot", "aot_unpaired", "apo_zero",
                "apo_down", "discopop", "sft", "sigmoid_norm")) {
            assertThat(ObjectiveProvider.named(name).create(Map.of())).as(name).isNotNull();
        }
        assertThat(Objective.named("sigmoid", Map.of())).isEqualTo(Objective.dpo(0.1));
        assertThat(Objective.named("sppo_hard", Map.of("beta", 0.1))).isEqualTo(Objective.sppo(10).with(Sppo.Target.HARD).with(Sppo.Weight.SUM));
        List<String> all = ObjectiveProvider.all().stream().flatMap(p -> Stream.concat(Stream.of(p.name()), p.aliases().stream())).toList();
        assertThat(all).doesNotHaveDuplicates();
    }

    /** Only what holds the policy to the reference is DPO's β, whatever else is called so. */
    @Test
    void betaIsOfOneMeaning() {
        for (String name : List.of("dpo", "hinge", "exo", "nca", "robust", "bco", "apo_zero", "apo_down", "discopop", "aot", "kto", "kto_pair", "brier", "exponential",
                "sppo_hard", "ipo")) {
            assertThat(ObjectiveProvider.named(name).beta(Map.of("beta", 0.7))).as(name).hasValue(0.7);
            assertThat(ObjectiveProvider.named(name).beta(Map.of())).as(name).hasValue(0.1);
        }
        for (String name : List.of("simpo", "cpo", "orpo", "slic_hf", "sigmoid_norm")) {
            assertThat(ObjectiveProvider.named(name).options()).as(name).anyMatch(o -> o.name().equals("beta"));
            assertThat(ObjectiveProvider.named(name).beta(Map.of("beta", 0.7))).as("%s's beta is another thing", name).isEmpty();
        }
        assertThat(ObjectiveProvider.named("ipo").beta(Map.of("form", "token_mean"))).isEmpty();
        assertThat(ObjectiveProvider.named("sppo").beta(Map.of("eta", 20))).hasValue(0.05);
        assertThat(ObjectiveProvider.named("sum").beta(Map.of("loss_type", List.of("sft", "dpo"), "beta", 0.3))).hasValue(0.3);
        assertThat(ObjectiveProvider.named("sum").beta(Map.of("loss_type", List.of("sft", "orpo"), "beta", 0.3))).isEmpty();
        assertThat(ObjectiveProvider.named("sft").beta(Map.of())).isEmpty();
    }

    /** Numbers that are no number are refused by every objective. */
    @Test
    void everyNumberIsChecked() {
        for (ObjectiveProvider provider : ObjectiveProvider.all()) {
            for (Option<?> option : provider.options()) {
                if (option.fallback() instanceof Double) {
                    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e9}) {
                        assertThatThrownBy(() -> provider.create(Map.of(option.name(), bad))).as("%s of %s", option.name(), provider.name())
                            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(option.name() + " is " + bad);
                    }
                }
            }
        }
    }

    @Test
    void everyOptionSaysWhatItMeansAndItsDefaultIsAccepted() {
        for (ObjectiveProvider provider : ObjectiveProvider.all()) {
            Map<String, Object> defaults = new java.util.HashMap<>();
            for (Option<?> option : provider.options()) {
                assertThat(option.meaning()).as(option.name()).isNotBlank();
                defaults.put(option.name(), option.fallback());
            }
            assertThat(provider.create(defaults)).isEqualTo(provider.create(Map.of()));
        }
    }

    @Test
    void errorsNameTheKeyAndTheNearestKnownOne() {
        assertThatThrownBy(() -> Objective.named("sppoo", Map.of())).hasMessageContaining("no objective 'sppoo'; did you mean 'sppo'?");
        assertThatThrownBy(() -> Objective.named("apo_don", Map.of())).hasMessageContaining("did you mean 'apo_down'?");
        assertThatThrownBy(() -> Objective.named("dpo", Map.of("betta", 1))).hasMessage(
            "dpo has no option 'betta'; did you mean 'beta'?");
        assertThatThrownBy(() -> Objective.named("sft", Map.of("beta", 1))).hasMessage("sft has no option 'beta'; there are none");
        assertThatThrownBy(() -> Objective.named("dpo", Map.of("beta", "high"))).hasMessage("beta is high, expected a number");
        assertThatThrownBy(() -> Objective.named("ipo", Map.of("form", "summd"))).hasMessage("form is summd, expected one of [summed, token_mean]");
        assertThatThrownBy(() -> Objective.named("sppo", Map.of("similarity_gate", "yes"))).hasMessageContaining("expected true or false");
        assertThatThrownBy(() -> Objective.named("dpo", Map.of("beta", -1))).hasMessageContaining("beta is -1.0, expected above 0");
    }
}
