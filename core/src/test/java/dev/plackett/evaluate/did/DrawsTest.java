package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

/** Three ways to draw from the closed-form rejected policy, against its exact probabilities. */
class DrawsTest {

    private static final int DRAWS = 40_000;

    private static void follows(FinitePolicy policy, IntSupplier draw) {
        double[] share = new double[policy.size()];
        for (int i = 0; i < DRAWS; i++) {
            share[draw.getAsInt()] += 1.0 / DRAWS;
        }
        for (int i = 0; i < share.length; i++) {
            double p = policy.probabilities()[i];
            assertThat(share[i]).isCloseTo(p, within(4.5 * Math.sqrt(p * (1 - p) / DRAWS) + 1e-3));
        }
    }

    @Test
    void categorical() {
        Random random = new Random(0);
        Categorical reference = Categorical.of(Worked.REFERENCE);
        follows(Worked.REFERENCE, () -> reference.draw(random));
        assertThat(Categorical.of(new double[] {0, 0, 2, 0}).draw(20, random)).containsOnly(2);
        assertThatThrownBy(() -> Categorical.of(new double[] {0, 0})).hasMessageContaining("one of them above");
        assertThatThrownBy(() -> Categorical.of(new double[] {1, -1})).hasMessageContaining("-1");
    }

    @Test
    void rejectionIsExact() {
        Random random = new Random(1);
        double[] weight = Worked.REFERENCE.logRatio(Worked.TARGET);
        Categorical proposal = Categorical.of(Worked.REFERENCE);
        WeightedDraws<Integer> draws = new WeightedDraws<>(() -> proposal.draw(random), y -> weight[y], random);
        follows(Worked.rejected(1), () -> draws.rejection(Math.log(4)));
        assertThatThrownBy(() -> {
            for (int i = 0; i < 100; i++) {
                draws.rejection(1);
            }
        }).hasMessageContaining("above the bound");
    }

    @Test
    void metropolisTendsToIt() {
        Random random = new Random(2);
        double[] weight = Worked.REFERENCE.logRatio(Worked.TARGET);
        Categorical proposal = Categorical.of(Worked.REFERENCE);
        WeightedDraws<Integer> draws = new WeightedDraws<>(() -> proposal.draw(random), y -> weight[y], random);
        follows(Worked.rejected(1), () -> draws.metropolis(40));
        follows(Worked.REFERENCE, () -> draws.metropolis(0));
    }

    @Test
    void resamplingTendsToIt() {
        Random random = new Random(3);
        Categorical proposal = Categorical.of(Worked.REFERENCE);
        double[] target = Worked.TARGET.logs();
        double[] reference = Worked.REFERENCE.logs();
        follows(Worked.rejected(0.5), () -> {
            int[] candidates = proposal.draw(200, random);
            return candidates[CandidateWeights.ofTarget(Arrays.stream(candidates).mapToDouble(y -> target[y]).toArray(),
                Arrays.stream(candidates).mapToDouble(y -> reference[y]).toArray(), 0.5).draw(random)];
        });
    }

    @Test
    void tooFewCandidatesAreRefused() {
        CandidateWeights even = CandidateWeights.ofReward(new double[3], 1);
        assertThat(even.ess()).isCloseTo(3, within(1e-12));
        CandidateWeights one = CandidateWeights.ofReward(new double[] {0, 9, 9, 9, 9}, 1);
        assertThat(one.usable()).isFalse();
        assertThatThrownBy(() -> one.draw(new Random(0))).hasMessageContaining("1.00 of 5").hasMessageContaining("smaller beta");
        assertThatThrownBy(() -> CandidateWeights.ofReward(new double[] {Double.NaN}, 1)).hasMessageContaining("candidate 0");
        assertThatThrownBy(() -> CandidateWeights.ofTarget(new double[2], new double[3], 1)).hasMessageContaining("2 log-likelihoods");
        assertThatThrownBy(() -> CandidateWeights.ofReward(new double[2], 0)).hasMessageContaining("above 0");
    }
}
