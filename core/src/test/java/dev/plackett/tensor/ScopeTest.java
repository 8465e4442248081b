package dev.plackett.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

class ScopeTest {

    @Test
    void whatIsKeptLivesInTheOuterScopeAndNothingLeaks() {
        long before = Scope.alive();
        try (Scope outer = Scope.open()) {
            Tensor kept;
            try (Scope inner = Scope.open()) {
                Tensor a = Tensors.of(1f, 2f);
                kept = inner.keep(a.add(a));
                assertThat(a.isNull()).isFalse();
            }
            assertThat(Tensors.toFloats(kept)).containsExactly(2, 4);
        }
        assertThat(Scope.alive()).isEqualTo(before);
    }

    @Test
    void whatIsOwnedLivesUntilClosed() {
        Tensor owned;
        try (Scope scope = Scope.open()) {
            owned = Scope.own(Tensors.of(5L));
        }
        assertThat(Tensors.toLongs(owned)).containsExactly(5);
        owned.close();
        assertThat(owned.isNull()).isTrue();
    }

    @Test
    void aStoreKeepsAdjacentWeightsAdjacentAndAligned() {
        long before = Scope.alive();
        try (Scope scope = Scope.open();
             ParameterStore store = ParameterStore.trainable(List.of(ParameterStore.Group.of("odd", 3), ParameterStore.Group.of(
                new ParameterStore.Parameter("q", 2, 4), new ParameterStore.Parameter("k", 1, 4))), ScalarType.Float, ScalarType.BFloat16)) {
            store.master("q").fill_(Tensors.scalar(1));
            store.master("k").fill_(Tensors.scalar(2));
            store.refresh();
            assertThat(Tensors.toDoubles(store.fused("q", "k"))).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2);
            assertThat(store.count()).isEqualTo(15);
            assertThat(store.flat().numel()).isEqualTo(32);
            store.fused("q", "k").mul(Tensors.scalar(3)).sum().backward();
            store.collect();
            assertThat(Tensors.toDoubles(store.gradient("k"))).containsExactly(3, 3, 3, 3);
            assertThat(Tensors.toDoubles(store.gradient("odd"))).containsExactly(0, 0, 0);
            assertThatThrownBy(() -> store.fused("odd", "q")).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Scope.alive()).isEqualTo(before);
    }

    @Test
    void seedsDependOnTheirPathAlone() {
        Seeds seeds = Seeds.of(3);
        assertThat(seeds.at("a").at(1).uniform()).isEqualTo(Seeds.of(3).at("a").at(1).uniform());
        assertThat(seeds.at("a").at(1)).isNotEqualTo(seeds.at("a").at(2)).isNotEqualTo(seeds.at("b").at(1));
        double mean = java.util.stream.LongStream.range(0, 100_000).mapToDouble(i -> seeds.at("u").at(i).uniform()).average().orElseThrow();
        assertThat(mean).isBetween(0.497, 0.503);
        assertThat(java.util.Arrays.stream(seeds.permutation(50)).sorted().toArray()).isEqualTo(java.util.stream.IntStream.range(0, 50).toArray());
    }
}
