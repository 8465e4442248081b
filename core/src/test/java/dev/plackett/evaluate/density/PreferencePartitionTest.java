package dev.plackett.evaluate.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.PromptPartition;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Section 7: log Z(x) for preference optimisation. */
class PreferencePartitionTest {

    private static final double[] REFERENCE = {.5, .3, .15, .05};
    private static final double[] REWARDS = {0, 1, 2, 4};

    @Test
    void workedExample() {
        TiltedPolicy one = TiltedPolicy.of(REFERENCE, REWARDS, 1);
        assertThat(one.logZ()).isCloseTo(1.6397246952712312, within(1e-15));
        assertThat(one.probability()).containsExactly(new double[] {0.0970167266, 0.158231283, 0.2150586107, 0.5296933796}, within(5e-11));
        assertThat(one.rho()).isCloseTo(6.022117855874894, within(1e-14));
        assertThat(one.kl()).isCloseTo(1.0673973277102016, within(1e-14));
        TiltedPolicy half = TiltedPolicy.of(REFERENCE, REWARDS, 0.5);
        assertThat(half.logZ()).isCloseTo(5.074888391296398, within(1e-14));
        assertThat(half.value()).isCloseTo(2.537444195648199, within(1e-14));
        assertThat(half.rho()).isCloseTo(17.383731148520358, within(1e-13));
        TiltedPolicy cold = TiltedPolicy.of(REFERENCE, REWARDS, 1e-6);
        assertThat(cold.value()).isCloseTo(4, within(1e-5));
        assertThat(cold.rho()).isCloseTo(20, within(1e-12));
        assertThat(TiltedPolicy.of(new double[] {1, 0}, new double[] {0, 9}, 1).probability()).containsExactly(1, 0);
        assertThatThrownBy(() -> TiltedPolicy.of(REFERENCE, REWARDS, 0)).hasMessageContaining("beta 0.0");
    }

    @Test
    void gaussianRewards() {
        GaussianReward reward = new GaussianReward(0.3, 2);
        assertThat(reward.logZ(4)).isCloseTo(0.075 + 0.125, within(1e-15));
        GaussianReward unit = new GaussianReward(0, 1);
        assertThat(unit.samplesFor(10, 1)).isCloseTo(27.18, within(0.01));
        assertThat(unit.samplesFor(10, 0.5)).isCloseTo(546, within(0.1));
        assertThat(unit.samplesFor(10, 0.25)).isCloseTo(8.9e7, within(1e6));
        assertThat(unit.kl(0.5)).isEqualTo(2);
        assertThat(unit.samplesFor(5, unit.reachableBeta(64, 5))).isCloseTo(64, within(1e-9));
        assertThat(unit.reachableBeta(4, 5)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThatThrownBy(() -> new GaussianReward(0, -1)).hasMessageContaining("deviation -1.0");
    }

    /** Draws of the example's reference: the stream's mean and effective size go to their exact values, and no cut of it matters. */
    @Test
    void streaming() {
        SplittableRandom random = new SplittableRandom(1);
        int n = 100_000;
        double[] log = IntStream.range(0, n).mapToDouble(i -> {
            double u = random.nextDouble();
            return u < .5 ? 0 : u < .8 ? 1 : u < .95 ? 2 : 4;
        }).toArray();
        StreamingPartition whole = StreamingPartition.empty().with(log);
        assertThat(whole.logZ()).isCloseTo(1.6397246952712312, within(5 * Math.sqrt(5.02 / n)));
        assertThat(n / whole.effective()).isCloseTo(6.022117855874894, within(0.3));
        StreamingPartition cut = StreamingPartition.empty();
        for (int i = 0; i < n; i += 1000) {
            cut = cut.with(Arrays.copyOfRange(log, i, i + 1000));
        }
        assertThat(cut).isEqualTo(whole);
        PromptPartition of = PromptPartition.of(Arrays.copyOf(log, 16), 1);
        StreamingPartition same = StreamingPartition.empty().with(Arrays.copyOf(log, 16));
        assertThat(same.logZ()).isCloseTo(of.logZ(), within(1e-13));
        assertThat(same.effective()).isCloseTo(of.effective(), within(1e-12));
        assertThat(StreamingPartition.empty().logZ()).isNaN();
        assertThat(StreamingPartition.empty().with(Double.NEGATIVE_INFINITY).effective()).isZero();
        assertThat(StreamingPartition.empty().with(1e6, -1e6).logZ()).isCloseTo(1e6 - Math.log(2), within(1e-9));
        assertThatThrownBy(() -> StreamingPartition.empty().with(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void reachableBetas() {
        double[][] rewards = {
            IntStream.range(0, 64).mapToDouble(i -> i / 64.0).toArray(),
            {0, 0, 0, 0, 0, 0, 0, 1},
            {1, 1, 1, 1, 1, 1},
            {1, 2, 3},
            {1, 1, 1, 1, 1, 0},
        };
        ReachableBeta found = ReachableBeta.of(rewards);
        for (int i = 0; i < 2; i++) {
            double beta = found.perPrompt()[i];
            assertThat(PromptPartition.of(rewards[i], beta).effective()).isCloseTo(5, within(1e-9));
            assertThat(PromptPartition.of(rewards[i], 0.99 * beta).reachable()).isFalse();
        }
        assertThat(found.perPrompt()[2]).as("equal answers").isZero();
        assertThat(found.perPrompt()[3]).as("three answers").isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(found.perPrompt()[4]).as("five best ones").isZero();
        assertThat(found.unreachable()).isEqualTo(0.2);
        assertThat(found.reaching(0.8)).isEqualTo(found.perPrompt()[1]);
        assertThat(found.reaching(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(found.distribution().n()).isEqualTo(4);
        assertThat(found.verdict(1e9)).contains("80 % of the prompts").contains("too few effective ones at any beta");
        assertThat(ReachableBeta.of(new double[][] {rewards[0]}).verdict(0.0001)).contains("0 % of the prompts").contains("beta must be");
        assertThat(ReachableBeta.of(new double[][] {rewards[0]}).verdict(9)).contains("do not speak against it");
        assertThat(ReachableBeta.at(rewards, 0.5)).hasSize(5);
        // Gaussian rewards: samples do not see what they lack, and take too small a β for reachable.
        SplittableRandom random = new SplittableRandom(3);
        double[][] many = new double[200][];
        Arrays.setAll(many, p -> IntStream.range(0, 64).mapToDouble(i -> random.nextGaussian()).toArray());
        assertThat(ReachableBeta.of(many).distribution().median()).isBetween(0.3, 0.45).isLessThan(new GaussianReward(0, 1).reachableBeta(64, 5));
    }
}
