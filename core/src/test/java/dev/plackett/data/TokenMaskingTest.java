package dev.plackett.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.tensor.Seeds;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenMaskingTest {

    private static final TokenMasking MASKING = new TokenMasking(0.15, 3, 8, 1000);

    @Test
    void sharesAreBerts() {
        int[] ids = new int[100_000];
        Arrays.setAll(ids, i -> i % 10 == 0 ? 1 : 8 + i % 992);
        MaskedSample sample = MASKING.apply(ids, Seeds.of(1));
        double chosen = sample.positions().length;
        assertThat(chosen / 90_000).isCloseTo(0.15, within(0.005));
        int masked = 0;
        int same = 0;
        for (int i = 0; i < sample.positions().length; i++) {
            int at = sample.positions()[i];
            assertThat(sample.targets()[i]).isEqualTo(ids[at]).isGreaterThanOrEqualTo(8);
            masked += sample.ids()[at] == 3 ? 1 : 0;
            same += sample.ids()[at] == ids[at] ? 1 : 0;
        }
        assertThat(masked / chosen).isCloseTo(0.8, within(0.01));
        assertThat(same / chosen).isCloseTo(0.1, within(0.01));
        long changed = java.util.stream.IntStream.range(0, ids.length).filter(i -> ids[i] != sample.ids()[i]).count();
        assertThat(changed).as("nothing else changes").isEqualTo((long) chosen - same);
    }

    @Test
    void somethingIsAlwaysScoredAndTheSeedDecides() {
        for (int i = 0; i < 50; i++) {
            assertThat(MASKING.apply(new int[] {1, 9, 2}, Seeds.of(i)).positions()).containsExactly(1);
        }
        int[] ids = {1, 9, 10, 11, 12, 13, 14, 15, 2};
        assertThat(MASKING.apply(ids, Seeds.of(4)).ids()).isEqualTo(MASKING.apply(ids, Seeds.of(4)).ids());
        assertThatThrownBy(() -> MASKING.apply(new int[] {1, 2}, Seeds.of(1))).hasMessageContaining("nothing to mask");
        assertThatThrownBy(() -> new TokenMasking(0, 3, 8, 1000)).hasMessageContaining("masked share is 0.0");
    }

    @Test
    void copiesAndBatchesAreChecked() {
        assertThatThrownBy(() -> new MaskedSample(new int[] {1, 2}, new int[] {2}, new int[] {5}, 1)).hasMessageContaining("position 2");
        assertThatThrownBy(() -> new MaskedSample(new int[] {1, 2}, new int[] {1}, new int[] {5, 6}, 1)).hasMessageContaining("2 targets");
        MaskedSample sample = new MaskedSample(new int[] {1, 3, 2}, new int[] {1}, new int[] {5}, 1);
        MaskedBatch two = MaskedBatch.of(sample, sample).join(java.util.List.of(MaskedBatch.of(sample)));
        assertThat(two.sequences()).isEqualTo(2);
        assertThat(two.scoredTokens()).isEqualTo(3);
        assertThat(two.cost()).isEqualTo(9);
        assertThat(two.pieces()).containsExactly(MaskedBatch.of(sample, sample), MaskedBatch.of(sample));
    }
}
