package dev.plackett.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetectionTest {

    private static final double NONE = Double.NEGATIVE_INFINITY;

    @Test
    void workedByHand() {
        // Pairs: 3 beats all three; 2 beats 1 and 0 and ties with 2; 1 beats 0 and ties with 1.
        Detection found = Detection.of(new double[] {3, 2, 1}, new double[] {2, 1, 0});
        assertThat(found.auroc()).isCloseTo((3 + 2.5 + 1.5) / 9, within(1e-15));
        // Thresholds 3, 2, 1: recall rises by a third each, at precisions 1, 2/3 and 3/5.
        assertThat(found.aupr()).isCloseTo((1 + 2.0 / 3 + 3.0 / 5) / 3, within(1e-15));
        // The 5 % quantile of (1, 2, 3) is 1.1: only 2 is at or above.
        assertThat(found.fpr95()).isCloseTo(1.0 / 3, within(1e-15));
    }

    @Test
    void aurocIsTheCountOfPairs() {
        for (long seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            double[] familiar = random.doubles(37).map(u -> Math.floor(12 * u + 2)).toArray();
            double[] strange = random.doubles(23).map(u -> Math.floor(12 * u)).toArray();
            double pairs = 0;
            for (double f : familiar) {
                for (double s : strange) {
                    pairs += f > s ? 1 : f == s ? 0.5 : 0;
                }
            }
            Detection found = Detection.of(familiar, strange);
            assertThat(found.auroc()).isCloseTo(pairs / 37 / 23, within(1e-13));
            assertThat(found.aupr()).isBetween(0.0, 1.0);
            // The two sides of the area are exchanged with the signs.
            assertThat(Detection.of(negated(strange), negated(familiar)).auroc()).isCloseTo(found.auroc(), within(1e-13));
        }
    }

    private static double[] negated(double[] x) {
        return Arrays.stream(x).map(v -> -v).toArray();
    }

    @Test
    void extremes() {
        Detection perfect = Detection.of(new double[] {1e6, 2e6}, new double[] {NONE, NONE, -1e6});
        assertThat(perfect).isEqualTo(new Detection(1, 1, 0));
        Detection hopeless = Detection.of(new double[] {0, 0}, new double[] {1, 1});
        assertThat(hopeless.auroc()).isZero();
        assertThat(hopeless.fpr95()).isEqualTo(1);
        Detection blind = Detection.of(new double[] {NONE, NONE, NONE}, new double[] {NONE});
        assertThat(blind.auroc()).isEqualTo(0.5);
        assertThat(blind.aupr()).isEqualTo(0.75);
        assertThat(blind.fpr95()).isEqualTo(1);
        assertThatThrownBy(() -> Detection.of(new double[] {1, Double.NaN}, new double[] {1})).hasMessageContaining("familiar row 1 is no number");
        assertThatThrownBy(() -> Detection.of(new double[] {1}, new double[0])).hasMessageContaining("no strange row has a score");
    }
}
