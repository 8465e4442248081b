package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LogSpaceTest {

    @Test
    void farApart() {
        assertThat(LogSpace.sum(1e4, 1e4)).isEqualTo(1e4 + Math.log(2));
        assertThat(LogSpace.sum(-1e4, -1e4 - 1)).isCloseTo(-1e4 + Math.log1p(Math.exp(-1)), within(1e-10));
        assertThat(LogSpace.sum()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LogSpace.sum(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(LogSpace.mean(3, 3, 3)).isCloseTo(3, within(1e-14));
        assertThat(LogSpace.middle(-1e4, 0)).isCloseTo(-Math.log(2), within(1e-14));
        assertThat(LogSpace.middle(-5, -5)).isCloseTo(-5, within(1e-14));
        assertThat(LogSpace.softmax(-1e4, 0)).containsExactly(0, 1);
        assertThat(LogSpace.entropy(0, 0, Double.NEGATIVE_INFINITY)).isCloseTo(Math.log(2), within(1e-14));
        assertThat(LogSpace.entropy(1e4, 0)).isEqualTo(0);
    }
}
