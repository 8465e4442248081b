package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.LogSpace;
import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** DID specification 3.1 and 6.6. */
class EntropyEstimateTest {

    private static final Offset<Double> EXACT = within(1e-8);
    private static final double[] POLICY = {-1.2, -2.5, -.7, -3.0, -1.9};
    private static final double[] REFERENCE = {-2.0, -2.2, -1.5, -2.4, -1.0};

    private static EntropyEstimate estimate(Proposal proposal) {
        return EntropyEstimate.of(IntStream.range(0, 5).mapToDouble(i -> POLICY[i] - REFERENCE[i]).toArray(),
            IntStream.range(0, 5).mapToDouble(i -> proposal.log(POLICY[i], REFERENCE[i])).toArray());
    }

    private static void check(Proposal proposal, double value, double logZ, double ess, double jackknife, double error) {
        EntropyEstimate e = estimate(proposal);
        assertThat(e.value()).isCloseTo(value, EXACT);
        assertThat(e.logZ()).isCloseTo(logZ, EXACT);
        assertThat(e.ess()).isCloseTo(ess, EXACT);
        assertThat(e.jackknife()).isCloseTo(jackknife, EXACT);
        assertThat(e.jackknifeError()).isCloseTo(error, EXACT);
        assertThat(e.reliable()).as("fewer than 5 effective samples").isFalse();
    }

    @Test
    void fixedNumbers() {
        // The specification prints effective sample sizes of 4.2091005022 (policy) and 4.2257297274 (mixture); 40-digit arithmetic gives these.
        check(Proposal.policy(), 2.0010638575, 1.9354908238, 4.2091002125, 2.0564549259, 0.4821561337);
        check(Proposal.reference(), 1.7256255329, 2.0859091329, 3.5824883232, 1.6893875560, 0.2042072691);
        check(Proposal.mixture(), 1.7599934919, 1.9004875295, 4.2257293274, 1.7575105987, 0.3649267240);
        assertThat(estimate(Proposal.policy()).weights()).containsExactly(new double[] {.2133270732, .2605582755, .1293894104, .3182465964, .0784786445}, EXACT);
        assertThat(estimate(Proposal.policy()).maxWeight()).isCloseTo(.3182465964, EXACT);
        double kSet = LogSpace.entropy(.8, -.3, .8, -.6, -.9);
        assertThat(kSet).isCloseTo(1.3859953956, EXACT);
        assertThat(kSet / Math.log(5)).isCloseTo(0.8611673584, EXACT);
    }

    /** Against leaving out each sample by hand, with weights so far apart that a naive difference of sums would lose them. */
    @Test
    void jackknifeByHand() {
        for (long seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            int k = 2 + random.nextInt(30);
            double scale = Math.pow(10, 4 * random.nextDouble() - 1);
            double[] ratio = random.doubles(k, -scale, scale).toArray();
            double[] proposal = random.doubles(k, -scale, 0).toArray();
            EntropyEstimate e = EntropyEstimate.of(ratio, proposal);
            double[] without = new double[k];
            for (int i = 0; i < k; i++) {
                int left = i;
                int[] rest = IntStream.range(0, k).filter(j -> j != left).toArray();
                without[i] = EntropyEstimate.of(Arrays.stream(rest).mapToDouble(j -> ratio[j]).toArray(),
                    Arrays.stream(rest).mapToDouble(j -> proposal[j]).toArray()).value();
            }
            double mean = Arrays.stream(without).average().orElseThrow();
            double spread = Arrays.stream(without).map(h -> (h - mean) * (h - mean)).sum();
            assertThat(e.jackknife()).as("seed " + seed).isCloseTo(k * e.value() - (k - 1) * mean, within(1e-9 * scale * k));
            assertThat(e.jackknifeError()).as("seed " + seed).isCloseTo(Math.sqrt((k - 1.0) / k * spread), within(1e-9 * scale * k));
        }
    }

    @Test
    void extremes() {
        EntropyEstimate far = EntropyEstimate.of(new double[] {0, -1e4, 1e4, 30}, new double[] {-5e3, -5, -1e4, -300});
        assertThat(far.value()).isFinite();
        assertThat(far.jackknife()).isFinite();
        assertThat(far.maxWeight()).isEqualTo(1);
        EntropyEstimate one = EntropyEstimate.of(new double[] {0.3}, new double[] {-2});
        assertThat(one.value()).isCloseTo(2, within(1e-12));
        assertThat(one.jackknife()).isNaN();
        assertThat(one.jackknifeError()).isNaN();
        assertThatThrownBy(() -> EntropyEstimate.of(new double[2], new double[3])).hasMessageContaining("2 log-ratios and 3");
    }

    /** Every proposal tends to the exact entropy. */
    @Test
    void consistent() {
        FinitePolicy mixed = FinitePolicy.of(0.1, 0.2, 0.3, 0.4);
        for (Proposal proposal : new Proposal[] {Proposal.policy(), Proposal.reference(), Proposal.mixture(), Proposal.uniform(Math.log(4))}) {
            EstimatorCalibration c = EstimatorCalibration.of(mixed, Worked.REFERENCE, proposal, 4000, 60, new SplittableRandom(1));
            assertThat(c.truth()).isCloseTo(0.9960689366, EXACT);
            assertThat(c.bias()).as(c.member().label()).isCloseTo(0, within(4 * c.biasError() + 2e-3));
            assertThat(c.coverage()).as(c.member().label()).isGreaterThan(0.85);
        }
    }

    /** Asymptotic effective sample sizes of 3.1, and their collapse with length (6.6). */
    @Test
    void essCollapsesWithLength() {
        FinitePolicy policy = FinitePolicy.of(.2, .3, .5);
        FinitePolicy reference = FinitePolicy.of(.5, .3, .2);
        double[] byPolicy = essWeights(policy, reference, Proposal.policy());
        double[] byReference = essWeights(policy, reference, Proposal.reference());
        double one = CandidateWeights.essShare(policy, byPolicy);
        double other = CandidateWeights.essShare(reference, byReference);
        double[][] expected = {{1, .914}, {10, .409}, {20, .167}, {50, .0114}};
        for (double[] row : expected) {
            assertThat(Math.pow(one, row[0])).isCloseTo(row[1], within(6e-3 * row[1]));
        }
        assertThat(other).isCloseTo(.436, within(1e-3));
        assertThat(Math.pow(other, 5)).isCloseTo(.0157, within(1e-4));
        assertThat(Math.pow(other, 10)).isCloseTo(2.5e-4, within(1e-5));
        assertThat(Math.pow(other, 50)).isBetween(8e-19, 1e-18);
        EstimatorCalibration c = EstimatorCalibration.of(policy, reference, Proposal.policy(), 2000, 20, new SplittableRandom(0));
        assertThat(c.meanEss() / 2000).isCloseTo(one, within(5e-3));
    }

    private static double[] essWeights(FinitePolicy policy, FinitePolicy reference, Proposal proposal) {
        return IntStream.range(0, policy.size()).mapToDouble(i -> policy.logs()[i] - reference.logs()[i] - proposal.log(policy.logs()[i], reference.logs()[i]))
            .toArray();
    }

    /** 6.6, averaged over random pairs of log-normal policies: mild, and not what language models are like. */
    @Test
    void calibrationOnLogNormalPolicies() {
        for (int size : new int[] {100, 1000}) {
            assertThat(bias(size, Proposal.policy(), 8)).as("V " + size).isBetween(0.07, 0.22);
            assertThat(bias(size, Proposal.policy(), 32)).as("V " + size).isBetween(-0.01, 0.08);
            assertThat(bias(size, Proposal.policy(), 128)).as("V " + size).isBetween(-0.02, 0.04);
            assertThat(bias(size, Proposal.reference(), 8)).as("V " + size).isBetween(0.45, 0.62);
            assertThat(bias(size, Proposal.reference(), 32)).as("V " + size).isBetween(0.33, 0.49);
            assertThat(bias(size, Proposal.reference(), 128)).as("V " + size).isBetween(0.15, 0.34);
        }
    }

    private static double bias(int size, Proposal proposal, int k) {
        int pairs = 40;
        double sum = 0;
        SplittableRandom random = new SplittableRandom(size + k);
        for (int i = 0; i < pairs; i++) {
            sum += EstimatorCalibration.of(Worked.random(random, size, 1), Worked.random(random, size, 1), proposal, k, 60, random).bias();
        }
        return sum / pairs;
    }

    /** Peaked autoregressive policies over 1024 responses: what policy samples cannot see makes estimates low, and no diagnostic says so. */
    @Test
    void lowBiasOnPeakedPolicies() {
        SplittableRandom random = new SplittableRandom(7);
        double policy = 0;
        double coverage = 0;
        double uniform = 0;
        double[] heads = new double[3];
        for (int i = 0; i < 8; i++) {
            FinitePolicy reference = tree(random, 4, 5, 2.2);
            FinitePolicy target = reference.tilted(IntStream.range(0, 1024).mapToDouble(y -> zeros(y, 5)).toArray());
            assertThat(Did.of(target, reference).entropy()).as("5·H(softmax[1,0,0,0])").isCloseTo(6.342, within(1e-3));
            for (int j = 0; j < 3; j++) {
                heads[j] += HeadMass.of(target, reference, 1 - Math.pow(10, -1 - j)).did() / 8;
            }
            EstimatorCalibration c = EstimatorCalibration.of(target, reference, Proposal.policy(), 32, 100, random);
            policy += c.bias() / 8;
            coverage += c.coverage() / 8;
            uniform += EstimatorCalibration.of(target, reference, Proposal.uniform(Math.log(1024)), 32, 100, random).bias() / 8;
        }
        assertThat(policy).isBetween(-2.1, -0.5);
        assertThat(coverage).isLessThan(0.75);
        assertThat(uniform).isBetween(-0.25, 0.25);
        assertThat(heads[0]).as("what the top-.9 sets hold of the DID").isBetween(0.05, 0.25);
        assertThat(heads[1]).as("top-.99").isBetween(0.15, 0.5);
        assertThat(heads[2]).as("top-.999").isBetween(0.3, 0.7);
    }

    private static int zeros(int y, int length) {
        int count = 0;
        for (int t = 0; t < length; t++, y /= 4) {
            count += y % 4 == 0 ? 1 : 0;
        }
        return count;
    }

    /** Logits N(0, scale²) in every context. */
    private static FinitePolicy tree(SplittableRandom random, int tokens, int length, double scale) {
        double[] logs = {0};
        for (int t = 0; t < length; t++) {
            double[] next = new double[logs.length * tokens];
            for (int c = 0; c < logs.length; c++) {
                double[] conditional = Worked.random(random, tokens, scale).logs();
                for (int v = 0; v < tokens; v++) {
                    next[c * tokens + v] = logs[c] + conditional[v];
                }
            }
            logs = next;
        }
        return new FinitePolicy(logs);
    }
}
