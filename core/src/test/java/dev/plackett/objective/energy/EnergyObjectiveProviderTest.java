package dev.plackett.objective.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plackett.objective.Objective;
import dev.plackett.objective.ObjectiveProvider;
import dev.plackett.objective.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnergyObjectiveProviderTest {

    @Test
    void namesAndOptions() {
        assertThat(named("meco", Map.of())).isEqualTo(Meco.of(0.1));
        assertThat(named("meco", Map.of("gamma", 0.5, "denominator", "previous"))).isEqualTo(Meco.of(0.5).lagged());
        assertThat(named("meco", Map.of("gamma", 0.05, "gamma_schedule", "cosine", "gamma_batches", 500))).isEqualTo(Meco.of(Gamma.cosine(0.05, 500)));
        assertThat(named("meco", Map.of("gamma_schedule", "stages"))).isEqualTo(Meco.of(Gamma.stages(0.1, 1000)));
        assertThat(named("meco", Map.of("gamma_schedule", "streaming"))).isEqualTo(Meco.of(Gamma.streaming()));
        assertThat(named("meco-centred", Map.of("gamma", 0.2))).isEqualTo(Meco.of(0.2).asCentred());
        assertThat(named("snis", Map.of())).isEqualTo(Meco.snis());
        assertThat(named("spmd", Map.of("alpha", 2))).isEqualTo(Meco.of(Gamma.mirror(2)));
        assertThat(named("nwj", Map.of())).isEqualTo(new Snl());
        assertThat(named("nce", Map.of("nu", 3))).isEqualTo(new Nce(3));
        assertThat(named("ence", Map.of("form", "plain"))).isEqualTo(new Ence(Ence.Form.PLAIN));
        assertThat(named("infonce", Map.of())).isEqualTo(new RankingNce());
        assertThat(named("pcd", Map.of("penalty", 0.1))).isEqualTo(new ContrastiveDivergence(0.1));
    }

    @Test
    void everyOneIsOnTheRowsOfAStep() {
        List<EnergyObjectiveProvider> all = EnergyObjectiveProvider.all();
        assertThat(all).hasSize(9);
        for (EnergyObjectiveProvider provider : all) {
            assertThat(named(provider.name(), Map.of()).needs().unit()).isEqualTo(Unit.BATCH);
            assertThat(named(provider.name(), Map.of()).needs().wholeStep()).isTrue();
            provider.aliases().forEach(alias -> assertThat(named(alias, Map.of())).isEqualTo(named(provider.name(), Map.of())));
            provider.options().forEach(o -> assertThat(o.meaning()).isNotBlank());
        }
        assertThat(ObjectiveProvider.all()).extracting(ObjectiveProvider::name).doesNotContainAnyElementsOf(
            all.stream().map(EnergyObjectiveProvider::name).toList());
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> named("mecco", Map.of())).hasMessageContaining("there is no objective 'mecco' for unnormalised models; did you mean 'meco'?");
        assertThatThrownBy(() -> named("meco", Map.of("gama", 1))).hasMessageContaining("meco has no option 'gama'; did you mean 'gamma'?");
        assertThatThrownBy(() -> named("meco", Map.of("gamma", 2))).hasMessageContaining("gamma is 2.0, expected above 0 and at most 1");
        assertThatThrownBy(() -> named("nce", Map.of("nu", 0))).hasMessageContaining("nu is 0.0, expected above 0");
    }

    private static Objective named(String name, Map<String, ?> options) {
        return EnergyObjectiveProvider.named(name, options);
    }
}
