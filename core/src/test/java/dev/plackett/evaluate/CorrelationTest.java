package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CorrelationTest {

    @Test
    void byHand() {
        double[] x = {1, 2, 3, 4, 5};
        assertThat(Correlation.pearson(x, new double[] {2, 4, 5, 4, 5})).isCloseTo(6 / Math.sqrt(60), within(1e-12));
        assertThat(Correlation.spearman(x, new double[] {1, 8, 27, 64, 125})).isCloseTo(1, within(1e-12));
        assertThat(Correlation.spearman(x, new double[] {5, 6, 7, 8, 7})).isCloseTo(0.8207826816681233, within(1e-12));
        assertThat(Correlation.spearman(x, new double[5])).isNaN();
        assertThat(Correlation.ranks(new double[] {7, 1, 7, 3})).containsExactly(3.5, 1, 3.5, 2);
        assertThatThrownBy(() -> Correlation.pearson(x, new double[2])).hasMessageContaining("5 numbers with 2");
    }
}
