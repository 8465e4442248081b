package dev.plackett.evaluate.did;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plackett.evaluate.LogSpace;
import dev.plackett.objective.Logistic;
import dev.plackett.objective.Objective;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** DID specification 6.2, the displacement numbers of 6.5, and the sequences of 6.7. */
class ClosedFormTest {

    private static final Offset<Double> EXACT = within(1e-8);
    private static final FinitePolicy REFERENCE = Worked.REFERENCE;
    private static final FinitePolicy TARGET = Worked.TARGET;
    private static final Did DID = Did.of(TARGET, REFERENCE);

    private static void row(double beta, double sum, double[] rejected, double entropy, double loss, double ess, double change, double label, double jeffreys) {
        FinitePolicy l = Worked.rejected(beta);
        assertThat(l.probabilities()).containsExactly(rejected, EXACT);
        double[] weight = Arrays.stream(REFERENCE.logRatio(TARGET)).map(r -> beta * r).toArray();
        assertThat(REFERENCE.mean(Arrays.stream(weight).map(Math::exp).toArray())).isCloseTo(sum, EXACT);
        assertThat(CandidateWeights.essShare(REFERENCE, weight)).isCloseTo(ess, EXACT);
        Did learned = Did.of(REFERENCE, l);
        assertThat(learned.entropy()).isCloseTo(entropy, EXACT);
        assertThat(learned.distribution().probabilities()).containsExactly(DID.distribution().power(beta).probabilities(), within(1e-15));
        PairMatrix pairs = Worked.pairs(beta);
        TabularLoss dpo = TabularLoss.of(Objective.dpo(beta), pairs, REFERENCE);
        assertThat(dpo.value(TARGET.logs())).isCloseTo(loss, EXACT);
        assertThat(dpo.value(REFERENCE.logs())).isCloseTo(Math.log(2), EXACT);
        assertThat(dpo.gradient(TARGET.logs())).containsExactly(new double[4], within(1e-14));
        assertThat(ClosedForm.rejectedChange(REFERENCE, REFERENCE, l, beta)).isCloseTo(change, EXACT);
        assertThat(ClosedForm.chosenChange(REFERENCE, REFERENCE, l, beta)).isCloseTo(-0.4564348191, EXACT);
        assertThat(pairs.label(3, 0)).isCloseTo(label, EXACT);
        assertThat(pairs.label(3, 0)).isCloseTo(Logistic.sigmoid(beta * (DID.logRatio()[3] - DID.logRatio()[0])), within(1e-14));
        assertThat(REFERENCE.divergence(l) + l.divergence(REFERENCE)).isCloseTo(jeffreys, EXACT);
        assertThat(beta * (-0.4564348191 - change)).isCloseTo(jeffreys, within(2e-8));
    }

    @Test
    void rejectedDistribution() {
        row(0.5, 1.3807227776, new double[] {.5794066796, .2661095097, .1182708932, .0362129175}, 1.2660244020, 0.6503879625, 0.8632733835, -0.8129698500,
            0.8, 0.1782675154);
        row(1, 2.2083333333, new double[] {.7245283019, .2037735849, .0603773585, .0113207547}, 0.9960689366, 0.5650377746, 0.6801452785, -1.0468577674,
            0.9411764706, 0.5904229482);
        row(2, 7.1701388889, new double[] {.8925907990, .0941404358, .0123970944, .0008716707}, 0.4976755040, 0.4197965533, 0.4945321363, -1.2693292721,
            0.9961089494, 1.6257889058);
    }

    @Test
    void pairStatisticsAndMargins() {
        PairMatrix pairs = Worked.pairs(1);
        PairMatrix.Order order = pairs.order(DID.logRatio());
        assertThat(order.right()).isCloseTo(0.5018867925, EXACT);
        assertThat(order.wrong()).isCloseTo(0.1339622642, EXACT);
        assertThat(order.tie()).isCloseTo(0.3641509434, EXACT);
        assertThat(pairs.label(2, 1)).isCloseTo(0.6923076923, EXACT);
        assertThat(pairs.flipped(0.1).label(2, 1)).isCloseTo(0.9 * 0.6923076923 + 0.1 * 0.3076923077, EXACT);
        assertThat(pairs.rightOrderOnly(DID.logRatio()).graph().stronglyConnected()).isFalse();
        assertThat(pairs.graph().stronglyConnected()).isTrue();
        double[] l = Worked.rejected(1).logs();
        assertThat(l[2] - l[1]).isCloseTo(-1.2163953243, EXACT);
        assertThat(REFERENCE.logs()[2] - REFERENCE.logs()[1]).isCloseTo(-0.4054651081, EXACT);
        assertThat(TARGET.logs()[2] - TARGET.logs()[1]).isCloseTo(0.4054651081, EXACT);
    }

    /** 6.8. */
    @Test
    void logSigmoidDoesNotUnderflow() {
        assertThat(Logistic.logSigmoid(-100)).isCloseTo(-100, within(1e-12));
        assertThat(Logistic.logSigmoid(-1e4)).isEqualTo(-1e4);
    }

    @Test
    void rewardForm() {
        double[] reward = {1, .2, -.5, 2};
        assertThat(CandidateWeights.ofReward(reward, 1).weights()).containsExactly(new double[] {.1238373309, .2756050485, .5550004125, .0455572081}, EXACT);
        assertThat(CandidateWeights.ofReward(reward, 0.5).weights()).containsExactly(new double[] {.1917414880, .2860446874, .4059167333, .1162970912}, EXACT);
        FinitePolicy target = REFERENCE.tilted(reward);
        assertThat(ClosedForm.rejectedByReward(TARGET, reward, 0.7).probabilities())
            .containsExactly(ClosedForm.rejected(TARGET, REFERENCE, target, 0.7).probabilities(), within(1e-14));
    }

    /** (3b), (4), the β that data and training disagree on, and the label form, on random policies. */
    @Test
    void optimum() {
        for (long seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int n = 2 + random.nextInt(10);
            FinitePolicy reference = Worked.random(random, n, 1);
            FinitePolicy target = Worked.random(random, n, 1);
            FinitePolicy chosen = Worked.random(random, n, 1);
            double beta = 0.1 + 2 * random.nextDouble();
            FinitePolicy rejected = ClosedForm.rejected(chosen, reference, target, beta);
            String at = "seed " + seed;
            assertThat(ClosedForm.optimum(reference, chosen, rejected, beta).probabilities()).as(at).containsExactly(target.probabilities(), within(1e-12));
            double train = 0.1 + 2 * random.nextDouble();
            assertThat(ClosedForm.optimum(reference, chosen, rejected, train).probabilities()).as(at)
                .containsExactly(reference.tilted(Arrays.stream(target.logRatio(reference)).map(r -> r * beta / train).toArray()).probabilities(), within(1e-12));
            TabularLoss dpo = TabularLoss.of(Objective.dpo(beta), PairMatrix.independent(chosen, rejected), reference);
            assertThat(dpo.gradient(target.logs())).as(at).containsExactly(new double[n], within(1e-13));
            TabularLoss labelled = TabularLoss.of(Objective.dpo(beta), PairMatrix.labelled(chosen, reference, Did.of(target, reference), beta), reference);
            assertThat(labelled.gradient(target.logs())).as(at).containsExactly(new double[n], within(1e-13));
            double gap = ClosedForm.chosenChange(reference, chosen, rejected, train) - ClosedForm.rejectedChange(reference, chosen, rejected, train);
            assertThat(train * gap).as(at).isCloseTo(chosen.divergence(rejected) + rejected.divergence(chosen), within(1e-11));
        }
    }

    /** 6.5: rejected from the reference, t = 1/β. */
    @Test
    void displacementWithRejectedFromTheReference() {
        double[] t = {.25, .5, 1, 2, 3};
        double[] chosen = {0.201104, 0.344866, 0.456435, 0.120632, -0.600621};
        double[] rejected = {-0.027113, -0.111569, -0.456435, -1.705108, -3.339229};
        double[] milder = {0.005989, 0.010407, 0.014084, -0.002604, -0.058018};
        FinitePolicy mild = FinitePolicy.of(.35, .3, .2, .15);
        for (int i = 0; i < t.length; i++) {
            assertThat(ClosedForm.chosenChange(REFERENCE, TARGET, REFERENCE, 1 / t[i])).isCloseTo(chosen[i], within(1e-6));
            assertThat(ClosedForm.rejectedChange(REFERENCE, TARGET, REFERENCE, 1 / t[i])).isCloseTo(rejected[i], within(1e-6));
            assertThat(ClosedForm.chosenChange(REFERENCE, mild, REFERENCE, 1 / t[i])).isCloseTo(milder[i], within(1e-6));
        }
    }

    /** 6.7: a sequence's DID is no product of its tokens' where the ratio depends on the context. */
    @Test
    void sequences() {
        double[][] reference = {{.6, .4}, {.7, .3}, {.2, .8}};
        double[][] policy = {{.3, .7}, {.5, .5}, {.4, .6}};
        Did did = Did.of(pairsOfTokens(policy), pairsOfTokens(reference));
        double[] q = did.distribution().probabilities();
        assertThat(q).containsExactly(new double[] {.0594942985, .1388200297, .5830441249, .2186415469}, EXACT);
        assertThat(did.entropy()).isCloseTo(1.0889496499, EXACT);
        assertThat(Math.exp(did.logZ())).isCloseTo(6.0029761905, EXACT);
        Did[] token = new Did[3];
        Arrays.setAll(token, i -> Did.of(FinitePolicy.of(policy[i]), FinitePolicy.of(reference[i])));
        double[] product = new double[4];
        Arrays.setAll(product, i -> token[0].distribution().probabilities()[i / 2] * token[1 + i / 2].distribution().probabilities()[i % 2]);
        assertThat(product).containsExactly(new double[] {.0666666667, .1555555556, .5656565657, .2121212121}, EXACT);
        assertThat(FinitePolicy.of(product).entropy()).isCloseTo(1.1211947471, EXACT);
        double[] z2 = {Math.exp(token[1].logZ()), Math.exp(token[2].logZ())};
        assertThat(z2).containsExactly(new double[] {2.3809523810, 2.75}, EXACT);
        for (int first = 0; first < 2; first++) {
            double marginal = q[2 * first] + q[2 * first + 1];
            assertThat(q[2 * first] / marginal).isCloseTo(token[1 + first].distribution().probabilities()[0], within(1e-14));
            assertThat(marginal).isCloseTo(policy[0][first] / reference[0][first] * z2[first] / Math.exp(did.logZ()), within(1e-14));
        }
        FinitePolicy global = ClosedForm.rejected(pairsOfTokens(reference), pairsOfTokens(reference), pairsOfTokens(policy), 1);
        assertThat(global.probabilities()).containsExactly(new double[] {.7090032154, .1302250804, .0137804318, .1469912724}, EXACT);
        double[][] local = new double[3][];
        Arrays.setAll(local, i -> LogSpace.softmax(ContrastiveDecoding.logits(logs(reference[i]), logs(policy[i]), 1)));
        assertThat(pairsOfTokens(local).probabilities()).containsExactly(new double[] {.7096551724, .1303448276, .0137142857, .1462857143}, EXACT);
        assertThatThrownBy(() -> ContrastiveDecoding.logits(new double[2], new double[3], 1)).hasMessageContaining("share a vocabulary");
    }

    @Test
    void independentTokensAddUp() {
        FinitePolicy reference = FinitePolicy.of(.5, .3, .2);
        FinitePolicy policy = FinitePolicy.of(.2, .3, .5);
        assertThat(Did.of(policy, reference).entropy()).isCloseTo(0.8675892360, EXACT);
        double[] r = new double[27];
        double[] p = new double[27];
        for (int i = 0; i < 27; i++) {
            r[i] = reference.logs()[i / 9] + reference.logs()[i / 3 % 3] + reference.logs()[i % 3];
            p[i] = policy.logs()[i / 9] + policy.logs()[i / 3 % 3] + policy.logs()[i % 3];
        }
        assertThat(Did.of(new FinitePolicy(p), new FinitePolicy(r)).entropy()).isCloseTo(2.6027677079, EXACT);
    }

    @Test
    void lengthWithoutEnd() {
        GeometricLength one = new GeometricLength(1, .1, .2);
        assertThat(one.ratio()).isCloseTo(.8888888889, EXACT);
        assertThat(one.z()).isCloseTo(18, within(1e-12));
        assertThat(one.entropy()).isCloseTo(3.1394888626, EXACT);
        assertThat(new GeometricLength(1, .2, .1).exists()).isFalse();
        assertThat(new GeometricLength(2, .1, .2).z()).isInfinite();
        for (int n : new int[] {10, 40, 200}) {
            double[] longer = new GeometricLength(4, .1, .2).truncated(n);
            assertThat(longer[n]).isCloseTo(.56, within(.005));
            assertThat(longer[n - 1]).isCloseTo(.32, within(.005));
            assertThat(new GeometricLength(4, .2, .1).truncated(n)[n]).isCloseTo(.875, within(1e-3));
        }
        // Two content tokens that rarely go on: the closed form against the sum over lengths.
        GeometricLength two = new GeometricLength(2, .1, .8);
        double entropy = 0;
        for (int n = 0; n < 400; n++) {
            double each = 8 * Math.pow(.2 / .9, n) / two.z();
            entropy -= Math.pow(2, n) * each * Math.log(each);
        }
        assertThat(two.entropy()).isCloseTo(entropy, within(1e-10));
        assertThatThrownBy(() -> new GeometricLength(1, 0, .2)).hasMessageContaining("between 0 and 1");
    }

    private static FinitePolicy pairsOfTokens(double[][] table) {
        double[] out = new double[4];
        Arrays.setAll(out, i -> Math.log(table[0][i / 2]) + Math.log(table[1 + i / 2][i % 2]));
        return new FinitePolicy(out);
    }

    private static double[] logs(double[] probabilities) {
        return Arrays.stream(probabilities).map(Math::log).toArray();
    }
}
