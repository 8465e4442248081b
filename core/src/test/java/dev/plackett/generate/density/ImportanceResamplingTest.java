package dev.plackett.generate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.model.density.DiagonalGaussian;
import dev.plackett.model.density.UniformBox;
import dev.plackett.tensor.Seeds;
import dev.plackett.tensor.Tensors;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImportanceResamplingTest {

    private static final DiagonalGaussian TARGET = new DiagonalGaussian(new double[] {1, 0}, new double[] {0.5, 1});
    private static final DiagonalGaussian WIDE = DiagonalGaussian.isotropic(new double[] {0, 0}, 2);

    @Test
    void samplesTheTarget() {
        int n = 2000;
        ImportanceResampling.Resampled kept = ImportanceResampling.of(300).sample(n, TARGET, WIDE, Seeds.of(1));
        double[] x = kept.points().column(0);
        double mean = Arrays.stream(x).average().orElseThrow();
        assertThat(mean).isCloseTo(1, within(5 * 0.5 / Math.sqrt(n) + 0.02));
        assertThat(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow()).isCloseTo(0.25, within(0.25 * 5 * Math.sqrt(2.0 / n) + 0.01));
        // rho of each coordinate in closed form: 4/(0.5·√7.75)·exp(1/7.75) and 4/√7.
        double rho = 4 / (0.5 * Math.sqrt(7.75)) * Math.exp(1 / 7.75) * 4 / Math.sqrt(7);
        assertThat(kept.meanEffective()).isCloseTo(300 / rho, within(300 / rho * 0.15));
        assertThat(kept.sufficient()).isTrue();
        assertThat(ImportanceResampling.of(20).sample(50, TARGET, WIDE, Seeds.of(1)).sufficient()).isFalse();
    }

    @Test
    void chunksChangeNothing() {
        double[] whole = new ImportanceResampling(50, 100_000).sample(30, TARGET, WIDE, Seeds.of(3)).points().values();
        assertThat(new ImportanceResampling(50, 120).sample(30, TARGET, WIDE, Seeds.of(3)).points().values()).containsExactly(whole);
        assertThat(new ImportanceResampling(50, 7).sample(30, TARGET, WIDE, Seeds.of(3)).points().values()).containsExactly(whole);
    }

    @Test
    void hopelessProposals() {
        assertThatThrownBy(() -> ImportanceResampling.of(20).sample(2, UniformBox.cube(2, 50, 51), WIDE, Seeds.of(1)))
            .hasMessageContaining("none of the 20 proposals of sample 0 has any weight: the proposal misses the target");
        assertThatThrownBy(() -> ImportanceResampling.of(20).sample(2, x -> x.sum(1).mul(Tensors.scalar(Double.NaN)), WIDE, Seeds.of(1)))
            .hasMessageContaining("proposal 0 of sample 0 has log-weight NaN");
        // Log-densities far beyond what can be exponentiated.
        assertThat(ImportanceResampling.of(20).sample(2, x -> TARGET.of(x).mul(Tensors.scalar(1e6)), WIDE, Seeds.of(1)).effective()).contains(1, 1);
        assertThatThrownBy(() -> ImportanceResampling.of(0)).hasMessageContaining("0 proposals per sample");
    }
}
