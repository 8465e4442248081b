package dev.plackett.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void estimateByHand() {
        Estimate e = Estimate.of(1, 2, 4, 5);
        assertThat(e.mean()).isEqualTo(3);
        assertThat(e.standardError()).isCloseTo(Math.sqrt(10.0 / 3 / 4), within(1e-15));
        assertThat(Estimate.of(7).standardError()).isNaN();
        assertThat(Estimate.of(7).n()).isEqualTo(1);
    }

    @Test
    void distributionAsInR() {
        Distribution d = Distribution.of(9, 1, 4, 2, 3);
        assertThat(d).isEqualTo(new Distribution(5, 3.8, d.sd(), 1, d.q10(), 3, d.q90(), 9));
        assertThat(d.q10()).isCloseTo(1.4, within(1e-14));
        assertThat(d.q90()).isCloseTo(7, within(1e-14));
        assertThat(d.sd()).isCloseTo(3.1144823004794873, within(1e-14));
        assertThatThrownBy(Distribution::of).hasMessageContaining("at least one number");
    }

    /** The interval covers the true mean about as often as it says, and is the same for the same seed. */
    @Test
    void bootstrapCovers() {
        int covered = 0;
        for (int trial = 0; trial < 200; trial++) {
            Random random = new Random(trial);
            double[] values = random.doubles(60, 0, 1).map(u -> -Math.log(u)).toArray();
            covered += new Bootstrap(400, 0.9, trial).ofMean(values).contains(1) ? 1 : 0;
        }
        assertThat(covered / 200.0).isBetween(0.82, 0.95);
        double[] some = new Random(5).doubles(30).toArray();
        assertThat(Bootstrap.seeded(3).ofMean(some)).isEqualTo(Bootstrap.seeded(3).ofMean(some)).isNotEqualTo(Bootstrap.seeded(4).ofMean(some));
        assertThat(Bootstrap.seeded(3).ofMean(2, 2, 2)).isEqualTo(new Interval(2, 2, 0.95));
        assertThatThrownBy(() -> Bootstrap.seeded(0).ofMean()).hasMessageContaining("nothing to resample");
    }

    @Test
    void bootstrapResamplesUnitsTogether() {
        double[] a = {0.1, 0.5, 0.9};
        double[] b = {0.0, 0.4, 0.8};
        Interval difference = Bootstrap.seeded(0).of(3, units -> {
            double sum = 0;
            for (int u : units) {
                sum += a[u] - b[u];
            }
            return sum / units.length;
        });
        assertThat(difference.low()).isCloseTo(0.1, within(1e-12));
        assertThat(difference.high()).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void pairedComparison() {
        double[] first = {0.6, 0.7, 0.65, 0.8, 0.72, 0.9, 0.55, 0.61};
        double[] second = {0.5, 0.6, 0.5, 0.7, 0.7, 0.8, 0.5, 0.6};
        PairedComparison better = PairedComparison.of(first, second, 1);
        assertThat(better.difference().mean()).isCloseTo(0.07875, within(1e-12));
        assertThat(better.pValue()).as("2 of the 256 signs reach it").isCloseTo(2 / 256.0, within(0.003));
        assertThat(PairedComparison.of(first, first, 1).pValue()).isEqualTo(1);
        assertThatThrownBy(() -> PairedComparison.of(first, new double[2], 1)).hasMessageContaining("of 8 and 2 prompts");
    }

    /** Two Gaussians whose divergence is known, sampled from the first. */
    @Test
    void divergence() {
        Random random = new Random(0);
        double[][] policy = new double[4000][2];
        double[][] base = new double[4000][2];
        for (int i = 0; i < policy.length; i++) {
            for (int k = 0; k < 2; k++) {
                double x = random.nextGaussian();
                policy[i][k] = -x * x / 2;
                base[i][k] = -(x - 1.5) * (x - 1.5) / 2;
            }
        }
        Estimate kl = Divergence.kl(policy, base);
        assertThat(kl.n()).isEqualTo(4000);
        assertThat(kl.mean()).isCloseTo(1.5 * 1.5 / 2, within(4 * kl.standardError()));
        assertThat(kl.standardError()).isCloseTo(1.5 / Math.sqrt(8000), within(0.001));
        assertThatThrownBy(() -> Divergence.kl(new double[][] {{1, 2}}, new double[][] {{1}})).hasMessageContaining("prompt 0");
    }
}
