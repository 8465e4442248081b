package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SlicHfTest {

    @Test
    void properties() {
        ObjectiveProperties.check(new SlicHf(1, 1, 0.1), NaivePair.mean(p -> Math.max(0, 1 - p.w() + p.l()) - 0.1 * p.w()));
        ObjectiveProperties.check(new SlicHf(0.2, 3, 0), NaivePair.mean(p -> Math.max(0, 3 - 0.2 * p.delta())));
    }

    @Test
    void refusesWhatHasNoMeaning() {
        assertThatThrownBy(() -> new SlicHf(1, 0, 0.1)).hasMessageContaining("delta is 0.0, expected above 0");
        assertThatThrownBy(() -> new SlicHf(1, 1, -1)).hasMessageContaining("lambda is -1.0, expected at least 0");
    }

    @Test
    void readsNoReference() {
        assertThat(new SlicHf(1, 1, 0.1).needs().columns()).isEmpty();
    }
}
