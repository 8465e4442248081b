package dev.plackett.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricEigenTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 15, 60})
    void vectorsAreOrthonormalAndRebuildTheMatrix(int p) {
        SplittableRandom random = new SplittableRandom(p);
        double[][] a = new double[p][p];
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                a[i][j] = random.nextGaussian() * Math.pow(10, i % 5);
                a[j][i] = a[i][j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(a);
        double size = Math.max(Math.abs(eigen.values()[0]), Math.abs(eigen.values()[p - 1]));
        for (int k = 0; k < p; k++) {
            assertThat(k == 0 || eigen.values()[k] <= eigen.values()[k - 1]).isTrue();
            for (int l = 0; l < p; l++) {
                assertThat(Matrices.dot(eigen.vectors()[k], eigen.vectors()[l])).isCloseTo(k == l ? 1 : 0, within(1e-13));
                double sum = 0;
                for (int e = 0; e < p; e++) {
                    sum += eigen.values()[e] * eigen.vectors()[e][k] * eigen.vectors()[e][l];
                }
                assertThat(sum).isCloseTo(a[k][l], within(1e-13 * size));
            }
        }
    }

    @Test
    void specialMatrices() {
        assertThat(SymmetricEigen.of(new double[3][3]).values()).containsExactly(0, 0, 0);
        assertThat(SymmetricEigen.of(new double[][] {{2, 1}, {1, 2}}).values()).usingComparatorWithPrecision(1e-15).containsExactly(3, 1);
        assertThat(SymmetricEigen.of(new double[][] {{1e-300, 1e-310}, {1e-310, 1}}).values()).containsExactly(1, 1e-300);
        assertThatIllegalArgumentException().isThrownBy(() -> SymmetricEigen.of(new double[][] {{Double.NaN}})).withMessageContaining("finite");
    }
}
