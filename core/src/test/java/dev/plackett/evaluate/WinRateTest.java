package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.judge.Verdict;
import dev.plackett.judge.WinProbability;
import java.util.List;
import org.junit.jupiter.api.Test;

class WinRateTest {

    @Test
    void promptsCountNotSamples() {
        WinRate rate = WinRate.of(new double[][] {{0.9, 0.7}, {0.2, 0.4}, {0.5, 0.5}});
        assertThat(rate.soft().mean()).isCloseTo((0.8 + 0.3 + 0.5) / 3, within(1e-15));
        assertThat(rate.soft().n()).isEqualTo(3);
        assertThat(rate.hard().mean()).isCloseTo(0.5, within(1e-15));
        assertThat(rate.hard().standardError()).isCloseTo(Math.sqrt((0.25 + 0.25) / 2 / 3), within(1e-15));
    }

    /** Samples of a prompt that are copies of each other must not make the standard error smaller. */
    @Test
    void copiesAddNoCertainty() {
        WinRate once = WinRate.of(new double[][] {{0.9}, {0.2}, {0.6}});
        WinRate twice = WinRate.of(new double[][] {{0.9, 0.9}, {0.2, 0.2}, {0.6, 0.6}});
        assertThat(twice.soft().standardError()).isCloseTo(once.soft().standardError(), within(1e-15));
    }

    @Test
    void aTasteForTheFirstPlaceCancels() {
        Verdict likesTheFirst = new Verdict.Logits(new double[][] {{0, 3}, {3, 0}});
        Verdict likesOurs = new Verdict.Logits(new double[][] {{0, 3}, {1, 0}});
        Verdict certain = new Verdict.Probabilities(new double[][] {{0.5, 1}, {0, 0.5}});
        assertThat(WinRate.of(List.of(likesTheFirst), 1, WinProbability.AVERAGE).soft().mean()).isEqualTo(0.5);
        assertThat(WinRate.of(List.of(likesTheFirst, likesTheFirst), 2, WinProbability.AVERAGE).hard().mean()).isEqualTo(0.5);
        assertThat(WinRate.of(List.of(likesOurs, certain), 1, WinProbability.AVERAGE).soft().mean()).isCloseTo((1 / (1 + Math.exp(-1)) + 1) / 2, within(1e-15));
        assertThatThrownBy(() -> WinRate.of(List.of(certain), 2, WinProbability.AVERAGE)).hasMessageContaining("1 verdicts are no multiple of 2");
        assertThatThrownBy(() -> WinRate.of(List.of(new Verdict.Logits(new double[3][3])), 1, WinProbability.AVERAGE)).hasMessageContaining("found one on 3");
    }
}
