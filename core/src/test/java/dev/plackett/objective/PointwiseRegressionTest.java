package dev.plackett.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.data.Column;
import dev.plackett.data.Columns;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PointwiseRegressionTest {

    @Test
    void properties() {
        for (PointwiseRegression.Partition partition : PointwiseRegression.Partition.values()) {
            ObjectiveProperties.check(new PointwiseRegression(0.3, partition), s -> naive(s, 0.3, partition));
        }
    }

    private static double naive(Signals s, double beta, PointwiseRegression.Partition partition) {
        double total = 0;
        for (int u = 0; u < s.units(); u++) {
            int from = s.unitStart()[u];
            int to = s.unitStart()[u + 1];
            double[] r = Arrays.copyOfRange(s.column(Column.REWARD), from, to);
            int k = r.length;
            double logZ = naiveLogZ(r, beta);
            if (partition == PointwiseRegression.Partition.JACKKNIFE) {
                double without = 0;
                for (int i = 0; i < k; i++) {
                    double[] rest = new double[k - 1];
                    System.arraycopy(r, 0, rest, 0, i);
                    System.arraycopy(r, i + 1, rest, i, k - 1 - i);
                    without += naiveLogZ(rest, beta) / k;
                }
                logZ = k * logZ - (k - 1) * without;
            } else if (partition == PointwiseRegression.Partition.GIVEN) {
                logZ = s.column(Column.LOG_PARTITION)[u];
            } else if (partition == PointwiseRegression.Partition.QUANTILES) {
                logZ = Math.log(beta * (Math.exp(1 / beta) - 1));
                double[] sorted = r.clone();
                Arrays.sort(sorted);
                for (int i = 0; i < k; i++) {
                    r[i] = (Arrays.binarySearch(sorted, r[i]) + 0.5) / k;
                }
            }
            for (int i = from; i < to; i++) {
                total += Math.pow(beta * (s.policy()[i] - s.column(Column.REFERENCE)[i]) - r[i - from] + beta * logZ, 2) / k / s.units();
            }
        }
        return total;
    }

    private static double naiveLogZ(double[] r, double beta) {
        return Math.log(Arrays.stream(r).map(v -> Math.exp(v / beta)).average().orElseThrow());
    }

    /** With the true log Z the loss is 0 at the policy that KL-regularised reward maximisation ends at, and nowhere near it: the worked example of section 7. */
    @Test
    void minimumIsTheTargetPolicy() {
        double[] reference = {.5, .3, .15, .05};
        double[] target = {0.0970167266, 0.158231283, 0.2150586107, 0.5296933796};
        Columns columns = Columns.of(Column.REWARD, 0, 1, 2, 4).with(Column.REFERENCE, Arrays.stream(reference).map(Math::log).toArray())
            .with(Column.LOG_PARTITION, 1.6397246952712312);
        PointwiseRegression loss = new PointwiseRegression(1, PointwiseRegression.Partition.GIVEN);
        double[] policy = Arrays.stream(target).map(Math::log).toArray();
        Outcome at = loss.evaluate(Signals.sequences(policy, 4, columns), Carry.empty());
        assertThat(at.value()).isCloseTo(0, within(1e-15));
        policy[0] += 0.1;
        Outcome off = loss.evaluate(Signals.sequences(policy, 4, columns), Carry.empty());
        assertThat(off.value()).isCloseTo(0.01 / 4, within(1e-9));
        assertThat(at.metrics().get("partition/log_z").mean()).isEqualTo(1.6397246952712312);
        assertThat(at.metrics().get("partition/reachable").mean()).as("four answers are fewer than five").isZero();
        assertThat(at.metrics().get("rewards/margins").mean()).as("of the best over the worst").isCloseTo(4, within(1e-8));
    }

    @Test
    void inRecipes() {
        assertThat(Objective.named("pointwise", java.util.Map.of("beta", 0.5, "log_z", "jackknife")))
            .isEqualTo(new PointwiseRegression(0.5, PointwiseRegression.Partition.JACKKNIFE));
        assertThatThrownBy(() -> Objective.named("pointwise", java.util.Map.of("log_z", "guess"))).hasMessageContaining(
            "log_z is guess, expected one of [samples, jackknife, quantiles, given]");
    }
}
