package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.objective.Aot;
import dev.plackett.objective.Objective;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** DID specification 6.3 and 6.4: where objectives end on the population's pairs, through the objectives that train networks. */
class TabularTrainingTest {

    private static final Offset<Double> EXACT = within(1e-8);
    private static final FinitePolicy REFERENCE = Worked.REFERENCE;
    private static final FinitePolicy TARGET = Worked.TARGET;
    private static final PairMatrix PAIRS = Worked.pairs(1);

    private static FinitePolicy limit(Objective objective, PairMatrix pairs) {
        return TabularTraining.constant(TabularLoss.of(objective, pairs, REFERENCE), Descent.plain(0.5), 30_000).from(REFERENCE);
    }

    private static void check(FinitePolicy found, double[] expected, double js) {
        assertThat(found.probabilities()).containsExactly(expected, within(1e-5));
        assertThat(found.jensenShannon(TARGET)).isCloseTo(js, within(Math.max(5e-5, 5e-3 * js)));
    }

    /** 6.3, values before step t. */
    @Test
    void gradientDescentReachesTheTarget() {
        TabularLoss loss = TabularLoss.of(Objective.dpo(1), PAIRS, REFERENCE);
        assertThat(loss.gradient(REFERENCE.logs())).containsExactly(new double[] {.1622641509, -.0481132075, -.0698113208, -.0443396226}, EXACT);
        double[][] rows = {{0, 0.6931471806, .4, .3, .2, .1, 0.1064401353, 0}, {1, 0.6608632211, .3492121190, .3232334490, .2202157658, .1073386662, 9.192e-2, -0.005596},
            {10, 0.5859605865, .1868012759, .3501278028, .3164972126, .1465737087, 4.769e-2, -0.128178},
            {100, 0.5656025153, .1120560953, .2249102911, .3428638411, .3201697725, 3.469e-3, -0.371239},
            {1000, 0.5650377746, .1000002949, .2000006016, .3000010037, .3999980998, 1.9e-12, -0.456433}};
        int[] seen = {0};
        TabularTraining.constant(loss, Descent.plain(1), 1000).from(REFERENCE, (t, logits) -> {
            for (double[] row : rows) {
                if (row[0] == t) {
                    FinitePolicy policy = FinitePolicy.softmax(logits);
                    assertThat(loss.value(logits)).as("step " + t).isCloseTo(row[1], EXACT);
                    assertThat(policy.probabilities()).as("step " + t).containsExactly(Arrays.copyOfRange(row, 2, 6), EXACT);
                    assertThat(policy.jensenShannon(TARGET)).as("step " + t).isCloseTo(row[6], within(1e-12 + 1e-3 * row[6]));
                    assertThat(REFERENCE.mean(policy.logRatio(REFERENCE))).as("step " + t).isCloseTo(row[7], within(1e-6));
                    assertThat(REFERENCE.mean(policy.logRatio(REFERENCE))).isCloseTo(-REFERENCE.divergence(policy), within(1e-14));
                    seen[0]++;
                }
            }
        });
        assertThat(seen[0]).isEqualTo(5);
    }

    @Test
    void dpoMovesTheTargetWithBeta() {
        check(limit(Objective.dpo(1), PAIRS), new double[] {.1, .2, .3, .4}, 0);
        check(limit(Objective.dpo(0.5), PAIRS), new double[] {.0113207547, .0603773585, .2037735849, .7245283019}, 6.84e-2);
        check(limit(Objective.dpo(2), PAIRS), new double[] {.2247448714, .2752551286, .2752551286, .2247448714}, 2.80e-2);
    }

    /** Label smoothing fits what flipped labels say. */
    @Test
    void smoothingAndFlippedLabels() {
        double[] expected = {.1650284530, .2591677821, .3072174086, .2685863563};
        check(limit(Objective.dpo(1, 0.1), PAIRS), expected, 1.25e-2);
        check(limit(Objective.dpo(1), PAIRS.flipped(0.1)), expected, 1.25e-2);
    }

    @Test
    void ipo() {
        double[] half = IpoOptimum.logRatio(PAIRS, 0.5);
        assertThat(half).containsExactly(new double[] {-.5292520900, -.1043648958, .2014717803, .4321452055}, EXACT);
        assertThat(IpoOptimum.policy(PAIRS, REFERENCE, 0.5).probabilities()).containsExactly(new double[] {.26047147, .29877729, .27044534, .17030590}, EXACT);
        assertThat(IpoOptimum.policy(PAIRS, REFERENCE, 0.1).probabilities()).containsExactly(new double[] {.01749053, .10977288, .33769115, .53504544}, EXACT);
        assertThat(IpoOptimum.logRatio(PAIRS, 0.1)).containsExactly(Arrays.stream(half).map(u -> 5 * u).toArray(), within(1e-12));
        check(limit(Objective.ipo(0.5), PAIRS), new double[] {.26047147, .29877729, .27044534, .17030590}, 4.76e-2);
        check(limit(Objective.ipoTokenMean(0.1), PAIRS), new double[] {.01749053, .10977288, .33769115, .53504544}, 2.81e-2);
        assertThatThrownBy(() -> IpoOptimum.logRatio(PairMatrix.ofCounts(new double[][] {{1, 2, 0}, {1, 0, 0}, {0, 0, 3}}), 1)).hasMessageContaining("not unique");
    }

    @Test
    void sftStaysAndSeesChosenResponsesOnly() {
        check(limit(Objective.sft(), PAIRS), REFERENCE.probabilities(), 1.06e-1);
        PairMatrix others = PairMatrix.independent(TARGET, REFERENCE);
        assertThat(limit(Objective.sft(), others).probabilities()).containsExactly(TARGET.probabilities(), within(1e-8));
    }

    /** A reward with an offset fits the pairs as well and ends elsewhere: π*·exp(−φ). */
    @Test
    void offsetReward() {
        double[] shifted = REFERENCE.logs().clone();
        shifted[0] -= 0.5;
        TabularLoss loss = new TabularLoss(Objective.dpo(1), PAIRS, shifted);
        FinitePolicy found = TabularTraining.constant(loss, Descent.plain(1), 20_000).from(REFERENCE);
        check(found, new double[] {.0631373, .2081917, .3122876, .4163834}, 2.3e-3);
        assertThat(loss.value(found.logs())).as("the loss cannot tell").isCloseTo(.5650377746, EXACT);
    }

    @Test
    void deletingWrongPairsNeverEnds() {
        PairMatrix kept = PAIRS.rightOrderOnly(TARGET.logRatio(REFERENCE));
        TabularLoss loss = TabularLoss.of(Objective.dpo(1), kept, REFERENCE);
        FinitePolicy early = TabularTraining.constant(loss, Descent.plain(1), 1000).from(REFERENCE);
        FinitePolicy late = TabularTraining.constant(loss, Descent.plain(1), 10_000).from(REFERENCE);
        check(early, new double[] {.0000258, .0061841, .1929216, .8008685}, 0.132);
        check(late, new double[] {4e-8, .0000878, .0241873, .9757249}, 0.235);
    }

    @Test
    void finiteDataWithoutAMaximum() {
        PairMatrix counts = PairMatrix.ofCounts(new double[][] {{0, 10, 0}, {10, 0, 0}, {5, 0, 0}});
        assertThat(counts.graph().stronglyConnected()).isFalse();
        assertThat(counts.graph().connected()).isTrue();
        assertThat(counts.graph().components()).containsExactly(new int[] {0, 1}, new int[] {2});
        TabularLoss loss = TabularLoss.of(Objective.dpo(1), counts, FinitePolicy.uniform(3));
        double[] expected = {3.319979, 5.687137, 8.003864};
        for (int i = 0; i < 3; i++) {
            double[] u = TabularTraining.constant(loss, Descent.plain(1), (int) Math.pow(10, 2 + i)).from(FinitePolicy.uniform(3)).logs();
            assertThat(u[2] - u[0]).isCloseTo(expected[i], within(1e-6));
            assertThat(u[1] - u[0]).as("wins as often as it loses").isCloseTo(0, within(3 / Math.pow(10, 2 + i)));
        }
    }

    /** 6.8: in a table a single pair's chosen response always rises to first order. */
    @Test
    void onePairAloneRaisesItsChosenResponse() {
        double[][] counts = new double[4][4];
        counts[0][1] = 1;
        double[] gradient = TabularLoss.of(Objective.dpo(2), PairMatrix.ofCounts(counts), REFERENCE).gradient(REFERENCE.logs());
        double rise = 0;
        for (int i = 0; i < 4; i++) {
            rise -= gradient[i] * ((i == 0 ? 1 : 0) - REFERENCE.probabilities()[i]);
        }
        assertThat(rise).as("β/2·⟨g_w, g_w − g_l⟩").isCloseTo(0.9, within(1e-12));
    }

    /** The gradient is the derivative of the value, whatever the objective. */
    @Test
    void gradientIsTheDerivative() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(5);
            PairMatrix pairs = PairMatrix.independent(Worked.random(random, n, 1), Worked.random(random, n, 1)).sample(10, random);
            double[] x = Worked.random(random, n, 2).logs();
            for (Objective objective : new Objective[] {Objective.dpo(0.7, 0.2), Objective.ipo(0.3), Objective.sft(), Objective.bradleyTerry(0.1)}) {
                TabularLoss loss = TabularLoss.of(objective, pairs, Worked.random(random, n, 1));
                double[] gradient = loss.gradient(x);
                for (int i = 0; i < n; i++) {
                    double[] up = x.clone();
                    double[] down = x.clone();
                    up[i] += 1e-5;
                    down[i] -= 1e-5;
                    assertThat(gradient[i]).as("seed " + seed + ", " + objective).isCloseTo((loss.value(up) - loss.value(down)) / 2e-5, within(1e-7));
                }
            }
        }
    }

    /** R1 in small: DPO on the closed form reaches a random target of 32 responses; rejected responses from elsewhere do not lead there. */
    @Test
    void adamOnALargerSpace() {
        Random random = new Random(0);
        FinitePolicy reference = Worked.random(random, 32, 1);
        FinitePolicy target = Worked.random(random, 32, 1);
        PairMatrix right = PairMatrix.independent(reference, ClosedForm.rejected(reference, reference, target, 1));
        assertThat(adam(Objective.dpo(1), right, reference).jensenShannon(target)).isLessThan(5e-4);
        assertThat(adam(Objective.ipo(0.1), right, reference).jensenShannon(target)).isGreaterThan(20 * 5e-4);
        PairMatrix other = PairMatrix.independent(reference, reference.power(0.5));
        assertThat(adam(Objective.dpo(1), other, reference).jensenShannon(target)).isGreaterThan(0.05);
    }

    private static FinitePolicy adam(Objective objective, PairMatrix pairs, FinitePolicy reference) {
        return TabularTraining.decayed(TabularLoss.of(objective, pairs, reference), Descent.adam(0.05), 2000).from(reference);
    }

    @Test
    void samplesConverge() {
        PairMatrix sample = PAIRS.sample(200_000, new Random(1));
        for (int a = 0; a < 4; a++) {
            for (int b = 0; b < 4; b++) {
                assertThat(sample.mass()[a][b]).isCloseTo(PAIRS.mass()[a][b], within(0.005));
            }
        }
        assertThat(PairMatrix.ofCounts(new double[][] {{0, 3}, {1, 0}}).label(0, 1)).isEqualTo(0.75);
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> TabularLoss.of(Objective.sppo(1), PAIRS, REFERENCE)).hasMessageContaining("Sppo").hasMessageContaining("table");
        assertThatThrownBy(() -> TabularLoss.of(new Aot(1, 0), PAIRS, REFERENCE)).hasMessageContaining("one pair at a time");
        assertThatThrownBy(() -> TabularLoss.of(Objective.dpo(1), PAIRS, FinitePolicy.of(.5, .5))).hasMessageContaining("2 responses").hasMessageContaining("4");
        assertThatThrownBy(() -> new PairMatrix(new double[][] {{1, 1}, {0, 0}})).hasMessageContaining("mass 2.0");
        assertThatThrownBy(() -> new PairMatrix(new double[][] {{1, -1}, {0, 0}})).hasMessageContaining("row 0");
        assertThatThrownBy(() -> PairMatrix.ofCounts(new double[2][2])).hasMessageContaining("no pair");
    }
}
